package io.imbed.testkit;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What a {@link FaultProxy} does to one connection, each direction by itself.
 *
 * <p>Start from {@link #CLEAN}: {@code FaultScript.CLEAN.delay(ofMillis(50)).toClient(Fault.CUT, 4_000)}.
 */
public record FaultScript(Leg toServer, Leg toClient) {
    /** Passes everything on. */
    public static final FaultScript CLEAN = new FaultScript(Leg.CLEAN, Leg.CLEAN);

    /** Accepts, takes whatever comes and passes nothing on, the end of a connection included. */
    public static final FaultScript BLACKHOLE = CLEAN.toServer(Fault.SWALLOW, 0).toClient(Fault.SWALLOW, 0);

    /** What happens once so many bytes have passed. */
    public enum Fault {
        /** Nothing. */
        NONE,
        /** The connection is reset at both ends. */
        CUT,
        /** The receiver sees the end of the stream, the other direction goes on; the sender learns nothing. */
        HALF_CLOSE,
        /** The sender goes on, and nothing arrives any more, not even the end. */
        SWALLOW,
        /** Nothing more is taken, so that the sender's buffers fill, until {@link FaultProxy.Link#resume}. */
        STALL
    }

    /**
     * One direction.
     *
     * @param delay how long each byte travels
     * @param fault what happens
     * @param afterBytes after how many bytes
     */
    public record Leg(Duration delay, Fault fault, long afterBytes) {
        static final Leg CLEAN = new Leg(Duration.ZERO, Fault.NONE, Long.MAX_VALUE);

        public Leg {
            if (delay.isNegative()) throw new IllegalArgumentException("delay is " + delay + ", must not be negative");
            if (afterBytes < 0) {
                throw new IllegalArgumentException("afterBytes is " + afterBytes + ", must not be negative");
            }
        }

        private Leg with(Duration newDelay) {
            return new Leg(newDelay, fault, afterBytes);
        }

        private Leg with(Fault newFault, long newAfterBytes) {
            return new Leg(delay, newFault, newFault == Fault.NONE ? Long.MAX_VALUE : newAfterBytes);
        }
    }

    /** Delays both directions. */
    public FaultScript delay(Duration delay) {
        return new FaultScript(toServer.with(delay), toClient.with(delay));
    }

    /** A fault in what the client sends. */
    public FaultScript toServer(Fault fault, long afterBytes) {
        return new FaultScript(toServer.with(fault, afterBytes), toClient);
    }

    /** A fault in what the client is sent. */
    public FaultScript toClient(Fault fault, long afterBytes) {
        return new FaultScript(toServer, toClient.with(fault, afterBytes));
    }

    /**
     * Some fault in one direction, somewhere in the first {@code maxBytes}, or none, and some delay. The same numbers
     * give the same script.
     */
    public static FaultScript random(RandomGenerator random, int maxBytes, Duration maxDelay) {
        Fault[] faults = Fault.values();
        Fault fault = faults[random.nextInt(faults.length)];
        long at = random.nextLong(maxBytes + 1L);
        FaultScript script = CLEAN.delay(Duration.ofNanos(random.nextLong(maxDelay.toNanos() + 1)));
        return random.nextBoolean() ? script.toServer(fault, at) : script.toClient(fault, at);
    }
}
