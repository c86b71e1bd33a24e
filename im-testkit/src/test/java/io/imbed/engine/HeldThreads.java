package io.imbed.engine;

import io.imbed.spi.Environment;
import io.imbed.spi.Scheduler;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** An environment in which a test can keep threads of one kind busy: what they are to do waits until released. */
final class HeldThreads implements Environment {
    enum Kind {
        HOOKS,
        WORKERS,
        LANES
    }

    private final Environment env;
    private final Kind kind;
    private final Deque<Runnable> held = new ArrayDeque<>(); // each hands a task to the threads it is for
    private boolean holding;

    HeldThreads(Environment env, Kind kind) {
        this.env = env;
        this.kind = kind;
    }

    void hold() {
        holding = true;
    }

    int held() {
        return held.size();
    }

    /** Lets the newest call go on, before those that came earlier. */
    void releaseNewest() {
        held.removeLast().run();
    }

    /** Lets all go on that wait, and all that come. */
    void release() {
        holding = false;
        while (!held.isEmpty()) held.remove().run();
    }

    private Executor around(Executor threads, Kind theirs) {
        if (theirs != kind) return threads;
        return task -> {
            if (holding) held.add(() -> threads.execute(task));
            else threads.execute(task);
        };
    }

    @Override
    public Executor hooks() {
        return around(env.hooks(), Kind.HOOKS);
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
        return around(env.worker(), Kind.WORKERS);
    }

    @Override
    public List<Executor> lanes() {
        return env.lanes().stream().map(lane -> around(lane, Kind.LANES)).toList();
    }

    @Override
    public void close() {
        env.close();
    }
}
