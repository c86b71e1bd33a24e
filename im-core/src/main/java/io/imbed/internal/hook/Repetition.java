package io.imbed.internal.hook;

import io.imbed.spi.Scheduler;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Whether a failure of a hook is worth a line in the log. That it is too slow is so once in ten seconds: under load it
 * would be said of a thousand calls a second. Threads: any.
 */
final class Repetition {
    private static final long PAUSE_NANOS = 10_000_000_000L;

    private final Scheduler scheduler;
    private boolean told; // guarded by this
    private long toldNanos; // guarded by this

    Repetition(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    synchronized boolean isNews(Throwable failure) {
        if (!(failure instanceof TimeoutException || failure instanceof RejectedExecutionException)) return true;
        long now = scheduler.nanoTime();
        if (told && now - toldNanos < PAUSE_NANOS) return false;
        told = true;
        toldNanos = now;
        return true;
    }
}
