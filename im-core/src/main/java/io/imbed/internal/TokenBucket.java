package io.imbed.internal;

import io.imbed.spi.Scheduler;
import java.time.Duration;

/** A rate with a burst. Threads: any. */
public final class TokenBucket {
    private final double perNano;
    private final double burst;
    private final Scheduler scheduler;
    private double tokens; // guarded by this
    private long refilledNanos; // guarded by this

    public TokenBucket(double perSecond, double burst, Scheduler scheduler) {
        this.perNano = perSecond / 1e9;
        this.burst = burst;
        this.scheduler = scheduler;
        this.tokens = burst;
        this.refilledNanos = scheduler.nanoTime();
    }

    /** Takes one token; returns zero, or, if there is none, how long until there will be one. */
    public synchronized Duration take() {
        long now = scheduler.nanoTime();
        tokens = Math.min(burst, tokens + (now - refilledNanos) * perNano);
        refilledNanos = now;
        if (tokens < 1) return Duration.ofNanos((long) Math.ceil((1 - tokens) / perNano));
        tokens -= 1;
        return Duration.ZERO;
    }
}
