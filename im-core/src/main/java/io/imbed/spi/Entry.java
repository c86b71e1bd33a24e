package io.imbed.spi;

import io.imbed.protocol.EventBody;
import java.time.Instant;
import java.util.List;

/**
 * One atomic change of one room: the state it changes and the events it leaves in the log.
 *
 * <p>What a change means was decided by the engine; a storage only moves rows. An entry that changes a room or a member
 * ({@link Change#policy}) raises the room's policy version by one.
 *
 * @param guard what the decision stood on
 * @param at when it was decided; the storage moves it forward to the room's last event if it lies before
 * @param by who did it
 * @param changes at most one of them with a {@link Change#post}
 * @param events numbered in this order, after the event of the post, which the storage makes itself; contents left out
 */
public record Entry(String room, Guard guard, Instant at, String by, List<Change> changes, List<EventBody> events) {
    public Entry {
        changes = List.copyOf(changes);
        events = List.copyOf(events);
    }

    /** Whether the room is no more after it. */
    public boolean drops() {
        for (Change change : changes) if (change instanceof Change.DropRoom) return true;
        return false;
    }

    /** The same, standing on something else. */
    public Entry under(Guard other) {
        return new Entry(room, other, at, by, changes, events);
    }
}
