package io.imbed.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Wall-clock time that moves when a test says so, forwards or back. Instants have whole milliseconds, as on the wire.
 *
 * <p>Threads: any reads; one moves it.
 */
public final class ManualClock extends Clock {
    /** Where a new clock stands. Some moment of the past, so that nobody mistakes it for now. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private volatile Instant now = START;

    /** The time, cut to whole milliseconds. */
    @Override
    public Instant instant() {
        return now.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Moves the time, back if negative. */
    public void advance(Duration by) {
        now = now.plus(by);
    }

    /** Sets the time, as an administrator or a time service would. */
    public void set(Instant to) {
        now = to;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** This clock itself: instants have no zone. */
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
