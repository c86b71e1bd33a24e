package io.imbed.client;

import io.imbed.protocol.ImException;
import io.imbed.protocol.PresenceView;
import io.imbed.protocol.Result;
import io.imbed.protocol.RoomView;
import io.imbed.protocol.UnavailableException;

/** Hears what happens in all rooms and with the client itself. Threads: as {@link RoomListener} says. */
public interface ClientListener extends RoomListener {
    /** The connection's state changed. */
    default void onStatus(ConnectionStatus status) {}

    /** The server answered hello, the first time or again; {@code welcome} has the rooms as they are now. */
    default void onConnected(Result.Welcome welcome) {}

    /**
     * The user is in a room that the client did not follow before: made, joined or invited, also while there was no
     * connection. Not called for the rooms of the first {@link #onConnected}. Of a user with more rooms than a welcome
     * lists, it may name one that was quiet until now.
     */
    default void onGained(RoomView room) {}

    /**
     * Somebody whom {@link ImClient#watchPresence} named is like this: told once when it is watched, and whenever it has
     * changed since it was told last. What changed while there was no connection is told after the next one was made.
     */
    default void onPresence(PresenceView presence) {}

    /**
     * The server does not take this message yet, for the reason in {@code why}: {@link
     * io.imbed.protocol.ErrorCode#RATE_LIMITED} where the room is in slow mode or the user sends too much. The client sends
     * it again by itself after {@link UnavailableException#retryAfter}, and until then nothing behind it in its room; where a
     * rate was exceeded, nothing in other rooms either for so long, up to a second. Called each time.
     */
    default void onSendDelayed(PendingSend send, UnavailableException why) {}

    /** The server has this message now, as the stage that {@link Room#send} returned says too. */
    default void onSent(PendingSend send, Result.Sent sent) {}

    /** The server refused this message: it will never appear. The stage that {@link Room#send} returned says so too. */
    default void onSendRefused(PendingSend send, ImException refusal) {}
}
