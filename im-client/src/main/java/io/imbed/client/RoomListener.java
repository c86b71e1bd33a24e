package io.imbed.client;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.ServerFrame.MarkSignal;
import io.imbed.protocol.ServerFrame.MembersSignal;
import io.imbed.protocol.ServerFrame.MineSignal;
import io.imbed.protocol.ServerFrame.TypingSignal;

/**
 * Hears what happens in rooms. Every method does nothing unless overridden.
 *
 * <p>Threads: called on the client's executor, one call at a time. While a listener runs the client does nothing else,
 * so it must not wait for one of the client's stages. An exception is logged and changes nothing.
 */
public interface RoomListener {
    /**
     * The client begins to follow this room: its events from the one after {@code from} on will be told. Not called for
     * the rooms that the client was built to go on with.
     */
    default void onFollow(String room, Cursor from) {}

    /**
     * Something happened. Of each room, events come in rev order, each once and none left out, after the cursor of the
     * last {@link #onFollow} or {@link #onReset}.
     */
    default void onEvent(Event event) {}

    /**
     * Events are missing here: the next one comes after {@code cursor}. What is shown of the room is to be read again
     * with {@link Room#history}.
     */
    default void onReset(String room, Cursor cursor) {}

    /** The user left, was removed, or the room is no more. Nothing more comes unless it is gained again. */
    default void onGone(String room) {}

    /** Somebody is typing, or has stopped. Show it for a few seconds only: the end may never be told. */
    default void onTyping(TypingSignal signal) {}

    /** Somebody's mark, or the user's own on another device, moved forward. */
    default void onMark(MarkSignal signal) {}

    /** So many sessions follow a LIVE room now. Told once in a few seconds, if it has changed. */
    default void onMembers(MembersSignal signal) {}

    /** My own settings of a room have changed, from this device or another. */
    default void onMine(MineSignal signal) {}
}
