package io.imbed.internal.room;

import io.imbed.spi.Restraint;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How long a mute or a ban lasts. */
final class Term {
    private Term() {}

    /** @param ms null for good */
    static Instant until(Instant now, @Nullable Long ms) {
        if (ms == null || ms >= Restraint.FOR_EVER.toEpochMilli() - now.toEpochMilli()) return Restraint.FOR_EVER;
        return now.plusMillis(ms);
    }

    /** As events and lists have it: null for good. */
    static @Nullable Instant shown(Instant until) {
        return until.equals(Restraint.FOR_EVER) ? null : until;
    }

    /** The end of a sentence. */
    static String sentence(@Nullable Instant until) {
        return until == null || until.equals(Restraint.FOR_EVER) ? "for good" : "until " + until;
    }
}
