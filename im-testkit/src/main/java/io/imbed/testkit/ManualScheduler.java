package io.imbed.testkit;

import io.imbed.spi.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Timers that fire when a test moves time: in the order of their times, those of one time in the order they were set.
 *
 * <p>Threads: one, that of the test.
 */
public final class ManualScheduler implements Scheduler {
    private final ManualClock clock;
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
    private long nowNanos;
    private long inserted;

    /** @param clock moved along with this */
    public ManualScheduler(ManualClock clock) {
        this.clock = clock;
    }

    @Override
    public long nanoTime() {
        return nowNanos;
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        long nanos = Math.max(0, delay.toNanos());
        Alarm alarm = new Alarm(Math.addExact(nowNanos, nanos), inserted++, task);
        alarms.add(alarm);
        return alarm;
    }

    /** Moves time and runs what falls due on the way, each at its own time; an exception of a task comes out here. */
    public void advance(Duration by) {
        long target = Math.addExact(nowNanos, by.toNanos());
        while (moveToNextAlarm(target)) {
            for (Runnable task = pollDue(); task != null; task = pollDue()) task.run();
        }
    }

    /** How many timers wait. */
    public int waiting() {
        dropCancelled();
        return (int) alarms.stream().filter(alarm -> !alarm.cancelled).count();
    }

    /** How long until the next timer falls due, empty if there is none. */
    public Optional<Duration> untilNext() {
        dropCancelled();
        Alarm next = alarms.peek();
        return next == null ? Optional.empty() : Optional.of(Duration.ofNanos(Math.max(0, next.dueNanos - nowNanos)));
    }

    /** Whether a timer is due at the present time. */
    boolean isDue() {
        dropCancelled();
        Alarm next = alarms.peek();
        return next != null && next.dueNanos <= nowNanos;
    }

    /** Takes the next task that is due by now, null if there is none. */
    @Nullable Runnable pollDue() {
        if (!isDue()) return null;
        return alarms.remove().task;
    }

    /**
     * Moves time to the next timer, or to {@code target} if that comes first.
     *
     * @return whether a timer is due now
     */
    boolean moveToNextAlarm(long target) {
        dropCancelled();
        Alarm next = alarms.peek();
        boolean found = next != null && next.dueNanos <= target;
        long to = next != null && found ? Math.max(nowNanos, next.dueNanos) : target;
        leap(Duration.ofNanos(to - nowNanos));
        return found;
    }

    /** Moves time and runs nothing; what fell due on the way is due now. */
    void leap(Duration by) {
        nowNanos = Math.addExact(nowNanos, by.toNanos());
        clock.advance(by);
    }

    private void dropCancelled() {
        for (Alarm next = alarms.peek(); next != null && next.cancelled; next = alarms.peek()) alarms.remove();
    }

    private static final class Alarm implements Timer, Comparable<Alarm> {
        final long dueNanos;
        final long order;
        final Runnable task;
        boolean cancelled;

        Alarm(long dueNanos, long order, Runnable task) {
            this.dueNanos = dueNanos;
            this.order = order;
            this.task = task;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public int compareTo(Alarm other) {
            int byTime = Long.compare(dueNanos, other.dueNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
