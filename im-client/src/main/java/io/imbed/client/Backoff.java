package io.imbed.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Growing pauses with full jitter. The cap is applied before the jitter: added afterwards, or to a value that is capped
 * again, it would vanish at the cap and all clients of a long outage would come back at once.
 */
final class Backoff {
    static final Duration BASE = Duration.ofMillis(500);
    static final Duration CAP = Duration.ofSeconds(30);

    private final RandomGenerator random;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** A random time below {@link #BASE} · 2^{@code failures - 1}, at most {@link #CAP}; {@code failures} from 1. */
    Duration after(int failures) {
        return after(failures, Duration.ZERO);
    }

    /**
     * As {@link #after(int)}, counted from when the server wants it; up to half as long again, for it may have told the
     * same time to everybody.
     */
    Duration after(int failures, Duration atLeast) {
        Duration least = atLeast.isNegative() ? Duration.ZERO : atLeast; // a time that has passed
        long ceiling = Math.max(ceiling(failures), least.toNanos() / 2);
        return least.plusNanos((long) (random.nextDouble() * ceiling));
    }

    private static long ceiling(int failures) {
        return Math.min(CAP.toNanos(), BASE.toNanos() << Math.min(failures - 1, 20));
    }
}
