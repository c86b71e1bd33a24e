package io.imbed.benchmarks.micro;

import io.imbed.internal.RealEnvironment;
import io.imbed.spi.Environment;
import io.imbed.spi.Scheduler;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * Real time and real timers, and no threads: a task runs on the thread that brings it in, at once, or behind those that
 * wait if a task brings it in. So what is measured is the work itself.
 *
 * <p>Threads: any, one at a time.
 */
final class CallerEnvironment implements Environment {
    private final RealEnvironment real = new RealEnvironment("benchmark");
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>(); // guarded by this
    private final Executor executor = this::execute;
    private boolean running; // guarded by this

    private synchronized void execute(Runnable task) {
        tasks.add(task);
        if (!running) runAll();
    }

    /** Runs what the action brings in only after it, as on a machine that is busy elsewhere. */
    synchronized void gather(Runnable action) {
        running = true;
        action.run();
        runAll();
    }

    private synchronized void runAll() {
        running = true;
        try {
            for (Runnable task; (task = tasks.poll()) != null; ) task.run();
        } finally {
            running = false;
        }
    }

    @Override
    public Clock clock() {
        return real.clock();
    }

    @Override
    public Scheduler scheduler() {
        return real.scheduler();
    }

    @Override
    public RandomGenerator random() {
        return real.random();
    }

    @Override
    public Executor worker() {
        return executor;
    }

    @Override
    public Executor hooks() {
        return executor;
    }

    @Override
    public List<Executor> lanes() {
        return List.of(executor);
    }

    @Override
    public void close() {
        real.close();
    }
}
