package io.imbed.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a room holds against a user who is no member of it: one row for each room, user and kind. The engine lifts all of
 * them where it admits the user.
 *
 * @param by who imposed it
 * @param at when
 * @param until when it ends by itself, {@link #FOR_EVER} for never; one that has ended means nothing
 * @param reason for people
 */
public record Restraint(
        String room,
        String user,
        Kind kind,
        String by,
        Instant at,
        Instant until,
        @Nullable String reason) {
    /** The last time that the wire can tell: 2^53 - 1 milliseconds. */
    public static final Instant FOR_EVER = Instant.ofEpochMilli((1L << 53) - 1);

    /** In the order in which they are listed. */
    public enum Kind {
        /** May not become a member. */
        BAN,
        /** Left, or was removed, while muted, and is muted again when it comes back. */
        MUTE
    }

    /** Whether it still means something. */
    public boolean isInForce(Instant now) {
        return until.isAfter(now);
    }
}
