package io.imbed.internal;

import io.imbed.spi.Environment;
import io.imbed.spi.Scheduler;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** The system's clock and randomness, and threads of our own, all daemons: the host decides when its process ends. */
public final class RealEnvironment implements Environment {
    /** Lanes do no I/O and no host code, so more of them than cores gain nothing. */
    private static final int LANES =
            Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors()));

    private final String name;
    private final SecureRandom random = new SecureRandom();
    private final TaskThreads worker;
    private final ExecutorService hooks;
    private final List<LaneThread> lanes = new ArrayList<>();
    private final ScheduledThreadPoolExecutor timers;

    public RealEnvironment(String name) {
        this.name = name;
        this.worker = new TaskThreads(Math.max(2, Runtime.getRuntime().availableProcessors()), threads("worker"));
        this.hooks = hookThreads();
        for (int i = 0; i < LANES; i++) {
            lanes.add(new LaneThread(named("lane-" + i)));
        }
        // What is scheduled once all has ended is dropped, as what waits then is.
        this.timers = new ScheduledThreadPoolExecutor(1, threads("timer"), new ThreadPoolExecutor.DiscardPolicy());
        timers.setRemoveOnCancelPolicy(true);
    }

    /** Virtual threads where the JDK has them; else as many as calls run at once, which the bulkheads bound. */
    private ExecutorService hookThreads() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException before21) {
            return Executors.newCachedThreadPool(threads("hook"));
        }
    }

    private ThreadFactory threads(String role) {
        AtomicInteger count = new AtomicInteger();
        return task -> daemon(task, role + "-" + count.getAndIncrement());
    }

    private ThreadFactory named(String role) {
        return task -> daemon(task, role);
    }

    private Thread daemon(Runnable task, String role) {
        Thread thread = new Thread(task, "im-" + name + "-" + role);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
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
                Future<?> scheduled = timers.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                return () -> scheduled.cancel(false);
            }
        };
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public Executor worker() {
        return worker;
    }

    @Override
    public Executor hooks() {
        return hooks;
    }

    @Override
    public List<Executor> lanes() {
        return List.copyOf(lanes);
    }

    @Override
    public void close() {
        timers.shutdownNow();
        worker.shutDown();
        hooks.shutdownNow();
        lanes.forEach(LaneThread::shutDown);
    }
}
