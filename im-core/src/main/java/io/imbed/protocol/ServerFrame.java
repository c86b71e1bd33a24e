package io.imbed.protocol;

import org.jspecify.annotations.Nullable;

/** Server to client: one line. PROTOCOL.md lists the kinds in this order. */
public sealed interface ServerFrame permits Event, ServerFrame.Ephemeral {
    /** A frame that is in no log. */
    sealed interface Ephemeral extends ServerFrame {}

    /** The answer to the request with {@code id} equal to {@code re}. */
    record Reply(long re, Result result) implements Ephemeral {}

    /**
     * The request failed; the connection lives on.
     *
     * @param re the request's id, or 0 where none could be read
     * @param retryAfterMs when to try again, if the server knows
     * @param unknown it may have happened all the same; repeating the same cid settles it
     */
    record ErrorReply(
            long re,
            ErrorCode code,
            String message,
            @Nullable Long retryAfterMs,
            boolean unknown) implements Ephemeral {}

    /** Somebody is typing, or has stopped. */
    record TypingSignal(String room, String user, boolean on) implements Ephemeral {}

    /** Somebody's mark moved forward to {@code seq}. */
    record MarkSignal(String room, Kind kind, String user, long seq) implements Ephemeral {
        /** On the wire the signal's type, in lower case. */
        public enum Kind {
            READ,
            DELIVERED
        }
    }

    /** My own settings of a room are these now; told to all my sessions. */
    record MineSignal(String room, OwnSettings mine) implements Ephemeral {}

    /** Somebody whom this session watches came, went, or is away; of no one room. */
    record PresenceSignal(PresenceView presence) implements Ephemeral {}

    /** So many sessions follow a LIVE room now. */
    record MembersSignal(String room, long count) implements Ephemeral {}

    /** I gained a room; it is followed from {@code room.membership().rev() + 1}. */
    record RoomGained(RoomView room) implements Ephemeral {}

    /** I left it, was removed, it was deleted, I may not see it, or it never was. */
    record RoomGone(String room) implements Ephemeral {}

    /** The cursor was not good: what follows begins after this one. Reload what is on screen. */
    record Reset(String room, Cursor cursor) implements Ephemeral {}

    /** Are you there? Any frame is an answer. */
    record ServerPing() implements Ephemeral {}

    /** The connection will close with this reason; come back after the time given. */
    record Closing(CloseReason reason, long retryAfterMs) implements Ephemeral {}

    /** A kind this version does not know; ignored. */
    record Unrecognized(String ev) implements Ephemeral {}
}
