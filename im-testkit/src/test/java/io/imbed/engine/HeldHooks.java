package io.imbed.engine;

import io.imbed.spi.Environment;
import io.imbed.spi.Scheduler;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** An environment whose hook threads a test can keep busy: what the host's code is asked waits until released. */
final class HeldHooks implements Environment {
    private final Environment env;
    private final Deque<Runnable> held = new ArrayDeque<>();
    private boolean holding;

    HeldHooks(Environment env) {
        this.env = env;
    }

    void hold() {
        holding = true;
    }

    int held() {
        return held.size();
    }

    /** Lets the newest call go on, before those that came earlier. */
    void releaseNewest() {
        env.hooks().execute(held.removeLast());
    }

    /** Lets all go on that wait, and all that come. */
    void release() {
        holding = false;
        while (!held.isEmpty()) env.hooks().execute(held.remove());
    }

    @Override
    public Executor hooks() {
        return task -> {
            if (holding) held.add(task);
            else env.hooks().execute(task);
        };
    }

    @Override
    public Clock clock() {
        return env.clock();
    }

    @Override
    public Scheduler scheduler() {
        return env.scheduler();
    }

    @Override
    public RandomGenerator random() {
        return env.random();
    }

    @Override
    public Executor worker() {
        return env.worker();
    }

    @Override
    public List<Executor> lanes() {
        return env.lanes();
    }

    @Override
    public void close() {
        env.close();
    }
}
