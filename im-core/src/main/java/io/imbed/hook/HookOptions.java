package io.imbed.hook;

import java.time.Duration;

/**
 * How one hook is run.
 *
 * @param timeout no answer within this is a failure; the thread is interrupted
 * @param failOpen whether a before-hook that fails (exception, time-out, no room in its queue) counts as allowed; if not,
 *     the request is answered UNAVAILABLE and the hook is asked again on the retry
 * @param concurrency how many calls of this hook run at once at most: its share of the threads. Calls that are short come one
 *     after the other; another thread is taken once nothing has begun for 2 ms, or the first in line has waited for 5 ms
 * @param queue how many calls may wait for that share
 */
public record HookOptions(Duration timeout, boolean failOpen, int concurrency, int queue) {
    /** Fails closed after 2 s: long enough for a call to a database, short enough within the 15 s of a send. */
    public static final HookOptions DEFAULT = new HookOptions(Duration.ofSeconds(2), false, 8, 1_024);

    public HookOptions {
        if (timeout.isNegative() || timeout.isZero()) throw new IllegalArgumentException("timeout is " + timeout);
        if (concurrency < 1)
            throw new IllegalArgumentException("concurrency is " + concurrency + ", must be at least 1");
        if (queue < 0) throw new IllegalArgumentException("queue is " + queue + ", must not be negative");
    }

    public HookOptions withTimeout(Duration newTimeout) {
        return new HookOptions(newTimeout, failOpen, concurrency, queue);
    }

    public HookOptions open() {
        return new HookOptions(timeout, true, concurrency, queue);
    }

    public HookOptions withConcurrency(int newConcurrency, int newQueue) {
        return new HookOptions(timeout, failOpen, newConcurrency, newQueue);
    }
}
