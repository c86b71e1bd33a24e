package io.imbed.store.jdbc;

import io.imbed.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The system's clock, and threads of our own, {@code im-<name>-store-…}: each is made when it is needed, and all are daemons,
 * since the host decides when its process ends. Timers are the writer's, as nothing else uses them.
 */
final class RealStoreThreads implements StoreThreads {
    private static final long CLOSE_SECONDS = 10;

    private final String prefix;
    private final ScheduledThreadPoolExecutor writer;
    private final ExecutorService readers;
    private final ExecutorService pending;

    RealStoreThreads(String name, int readers) {
        this.prefix = "im-" + name + "-store-";
        this.writer = new ScheduledThreadPoolExecutor(1, threads("writer"));
        writer.setRemoveOnCancelPolicy(true);
        writer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.readers = Executors.newFixedThreadPool(readers, threads("reader"));
        this.pending = Executors.newFixedThreadPool(1, threads("pending"));
    }

    private ThreadFactory threads(String role) {
        AtomicInteger made = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + role + "-" + made.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public Scheduler scheduler() {
        return new Scheduler() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public Timer schedule(Duration delay, Runnable task) {
                Future<?> scheduled = writer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                return () -> scheduled.cancel(false);
            }
        };
    }

    @Override
    public Executor writer() {
        return writer;
    }

    @Override
    public Executor readers() {
        return readers;
    }

    @Override
    public Executor pending() {
        return pending;
    }

    /** The writer is not waited for: {@link Appender#close} has done so, perhaps on that very thread. */
    @Override
    public void close() {
        writer.shutdown();
        end(pending);
        end(readers);
    }

    private static void end(ExecutorService threads) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) threads.shutdownNow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
