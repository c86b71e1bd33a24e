package io.imbed.client;

import io.imbed.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs everything the client does one at a time, in the order it was handed over, on an executor that may have many
 * threads. So the rest of the client needs no locks.
 *
 * <p>Threads: any.
 */
final class Loop implements Executor {
    /** Nobody waits for longer. */
    private static final Duration FOR_EVER = Duration.ofDays(365);

    private static final Logger log = LoggerFactory.getLogger(ImClient.class);

    private final Executor executor;
    private final Scheduler scheduler;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>(); // guarded by tasks
    private boolean running; // guarded by tasks

    Loop(Executor executor, Scheduler scheduler) {
        this.executor = executor;
        this.scheduler = scheduler;
    }

    /** As {@link #offer}; once the executor has been shut down, nothing more is done. */
    @Override
    public void execute(Runnable task) {
        if (!offer(task)) log.debug("the executor takes no more tasks");
    }

    /** Hands a task over; false if it will not run, because the executor has been shut down. */
    boolean offer(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (running) return true;
            running = true;
        }
        if (hand()) return true;
        boolean removed;
        synchronized (tasks) {
            removed = tasks.remove(task);
            running = !tasks.isEmpty();
            if (!running) return !removed;
        }
        runOne(); // what others handed over meanwhile, who were told that it will run
        return !removed;
    }

    /** Runs a task on the loop after a time, unless it is cancelled, from the loop, before it begins. */
    Scheduler.Timer after(Duration delay, Runnable task) {
        Delayed delayed = new Delayed(task);
        delayed.timer = scheduler.schedule(delay, () -> execute(delayed));
        return delayed;
    }

    /** A time that the server gave: of any size, so cut where nanoseconds would no longer fit a long. */
    static Duration millis(long ms) {
        return ms < FOR_EVER.toMillis() ? Duration.ofMillis(ms) : FOR_EVER;
    }

    long nanoTime() {
        return scheduler.nanoTime();
    }

    /** Runs code that may throw anything: neither an Error nor an exception of a listener's may stop the loop. */
    static void guarded(String what, Runnable code) {
        try {
            code.run();
        } catch (Throwable e) {
            log.error("{} threw", what, e);
        }
    }

    private boolean hand() {
        try {
            executor.execute(this::runOne);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    // One task a turn: a busy client leaves a shared executor to others, and a manual one can stop between any two.
    private void runOne() {
        do {
            Runnable task;
            synchronized (tasks) {
                task = tasks.poll();
            }
            if (task != null) guarded("client task", task);
            synchronized (tasks) {
                running = !tasks.isEmpty();
                if (!running) return;
            }
        } while (!hand()); // shut down meanwhile: what was taken over before is still done, here
    }

    /** A timer that cannot fire once cancelled, even if the scheduler has handed it over already. */
    private static final class Delayed implements Runnable, Scheduler.Timer {
        private final Runnable task;
        private boolean cancelled; // the loop's
        private Scheduler.@Nullable Timer timer; // the loop's

        Delayed(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (!cancelled) task.run();
        }

        @Override
        public void cancel() {
            cancelled = true;
            if (timer != null) timer.cancel();
        }
    }
}
