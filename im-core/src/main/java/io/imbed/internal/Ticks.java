package io.imbed.internal;

import io.imbed.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Timers to the tenth of a second, for what every connection waits for: those of one tick run together, so that
 * ten thousand connections do not wake a thread each.
 *
 * <p>Threads: any; tasks run on the scheduler's.
 */
public final class Ticks {
    private static final Logger LOG = LoggerFactory.getLogger(Ticks.class);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Scheduler scheduler;
    private final TreeMap<Long, List<Task>> due = new TreeMap<>(); // guarded by this; by tick
    private long next = Long.MAX_VALUE; // guarded by this: the tick for which the scheduler is set
    private Scheduler.@Nullable Timer timer; // guarded by this

    private static final class Task implements Scheduler.Timer {
        private volatile @Nullable Runnable work;

        Task(Runnable work) {
            this.work = work;
        }

        @Override
        public void cancel() {
            work = null;
        }

        void run() {
            Runnable left = work;
            if (left != null) left.run();
        }
    }

    public Ticks(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Runs {@code task} at the first tick that is no sooner than {@code delay}. As {@link Scheduler#schedule} otherwise. */
    public Scheduler.Timer schedule(Duration delay, Runnable task) {
        Task entry = new Task(task);
        long tick = Math.floorDiv(scheduler.nanoTime() + delay.toNanos() + TICK_NANOS - 1, TICK_NANOS);
        synchronized (this) {
            due.computeIfAbsent(tick, none -> new ArrayList<>()).add(entry);
            if (tick < next) set(tick);
        }
        return entry;
    }

    private void set(long tick) {
        assert Thread.holdsLock(this);
        if (timer != null) timer.cancel();
        next = tick;
        long nanos = Math.max(0, tick * TICK_NANOS - scheduler.nanoTime());
        timer = scheduler.schedule(Duration.ofNanos(nanos), this::run);
    }

    private void run() {
        List<Task> now = new ArrayList<>();
        synchronized (this) {
            long tick = Math.floorDiv(scheduler.nanoTime(), TICK_NANOS);
            while (!due.isEmpty() && due.firstKey() <= tick)
                now.addAll(due.pollFirstEntry().getValue());
            if (due.isEmpty()) next = Long.MAX_VALUE;
            else set(due.firstKey());
        }
        now.forEach(Ticks::run);
    }

    private static void run(Task task) {
        try {
            task.run();
        } catch (Throwable defect) { // Of one connection; the others want their tick.
            LOG.error("a timer's task failed", defect);
        }
    }
}
