package io.imbed.spi;

import java.time.Duration;

/** Timers and the monotonic clock behind them. Threads: any thread calls; tasks run on a thread of the scheduler's. */
public interface Scheduler {
    /** Nanoseconds since some fixed point; only differences mean anything. */
    long nanoTime();

    /**
     * Runs {@code task} once after {@code delay}. Tasks must be short and must not block: one that has work to do hands
     * it to an executor.
     */
    Timer schedule(Duration delay, Runnable task);

    /** A task that has not run yet. */
    interface Timer {
        /** Keeps the task from running if it has not begun. A second call does nothing. */
        void cancel();
    }
}
