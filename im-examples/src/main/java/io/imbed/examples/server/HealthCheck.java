package io.imbed.examples.server;

import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Whether the WebSocket port answers and the server is not about to go. Asks the port itself, and at most once a second,
 * so that asking about health is no load.
 *
 * <p>Threads: any; blocks for as long as the probe does.
 */
final class HealthCheck {
    private static final long FRESH_NANOS = 1_000_000_000L;

    private final Supplier<OptionalInt> probe;
    private final LongSupplier nanoTime;
    private OptionalInt answer = OptionalInt.empty(); // guarded by this
    private long askedAt; // guarded by this
    private boolean asked; // guarded by this
    private volatile boolean draining;

    /** @param probe the status with which the port answers a request to open a WebSocket; empty if it does not */
    HealthCheck(Supplier<OptionalInt> probe, LongSupplier nanoTime) {
        this.probe = probe;
        this.nanoTime = nanoTime;
    }

    /** Not healthy from now on. */
    void draining() {
        draining = true;
    }

    /**
     * How things stand. A port that answers that it is full (429, 503) does answer: to restart it would help nobody.
     *
     * @param healthy whether to send users here
     * @param json the same in detail
     */
    record Health(boolean healthy, String json) {}

    Health health() {
        if (draining) return new Health(false, "{\"status\":\"draining\"}");
        OptionalInt status = handshake();
        if (status.isEmpty()) return new Health(false, "{\"status\":\"down\",\"websocket\":\"no answer\"}");
        return new Health(true, "{\"status\":\"up\",\"websocket\":" + status.getAsInt() + "}");
    }

    private synchronized OptionalInt handshake() {
        long now = nanoTime.getAsLong();
        if (asked && now - askedAt < FRESH_NANOS) return answer;
        answer = probe.get();
        askedAt = now;
        asked = true;
        return answer;
    }
}
