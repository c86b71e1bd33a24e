package io.imbed.protocol;

import java.time.Instant;

/**
 * Something durable that happened in a room.
 *
 * @param room where
 * @param epoch the life of the room's log that {@code rev} counts in
 * @param rev its number in the room, 1, 2, 3 … without gaps
 * @param at when the log took it
 * @param by the user who did it, or {@link #SYSTEM}
 * @param body what
 */
public record Event(String room, String epoch, long rev, Instant at, String by, EventBody body) implements ServerFrame {
    /** Stands for the host itself where no user acted. */
    public static final String SYSTEM = "~system";

    /** Where a client is that has seen this event. */
    public Cursor cursor() {
        return new Cursor(epoch, rev);
    }
}
