package io.imbed.transport.servlet;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs one task on an executor after each {@link #wake}, never twice at once; calls that come together make one run. What
 * is done in the task needs no lock, and a task that wakes itself lets others run before it runs again.
 *
 * <p>Threads: any.
 */
final class Pump {
    private final Executor executor;
    private final Runnable task;
    private final AtomicInteger wakes = new AtomicInteger();

    Pump(Executor executor, Runnable task) {
        this.executor = executor;
        this.task = task;
    }

    void wake() {
        if (wakes.getAndIncrement() == 0) executor.execute(this::run);
    }

    private void run() {
        int seen = wakes.get();
        try {
            task.run();
        } finally {
            if (wakes.addAndGet(-seen) != 0) executor.execute(this::run);
        }
    }
}
