package io.imbed.client;

import io.imbed.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The one thread of a client that was given none: timers, state and callbacks. It keeps the process alive until close. */
final class OwnThread implements Scheduler, Executor {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final ScheduledThreadPoolExecutor pool;

    OwnThread() {
        String name = "im-client-" + COUNT.getAndIncrement();
        pool = new ScheduledThreadPoolExecutor(1, task -> new Thread(task, name));
        pool.setRemoveOnCancelPolicy(true); // most timers are time-outs, and most time-outs are cancelled
        pool.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        try {
            ScheduledFuture<?> future = pool.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            return () -> {}; // closed: nothing is timed any more
        }
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /** Ends the thread after what was handed over before. */
    void shutdown() {
        pool.shutdown();
    }
}
