package io.imbed;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.MemberView;
import io.imbed.protocol.Message;
import io.imbed.protocol.Result;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomView;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What the host finds out about rooms without being in them: for moderation, exports, and pages of its own. Nothing here
 * changes anything, and neither policy nor hooks are asked. {@link Rooms} has what belongs to one room in use: its
 * members, bans and history.
 *
 * <p>Threads: any; nothing here blocks, stages complete on hook threads. Pages are 1 to 100 long and go on behind the last
 * id of the one before; one that is not full is the last. Stages fail with {@link io.imbed.protocol.ImException}s:
 * UNAVAILABLE if the storage does not answer.
 */
public interface Lookup {
    /** A room, of whatever kind. */
    CompletionStage<Optional<RoomInfo>> room(String room);

    /** The DIRECT room of two users, if one of them has opened it; their order does not matter. */
    CompletionStage<Optional<RoomInfo>> direct(String user, String other);

    /** A page of the rooms of a kind, by id. */
    CompletionStage<List<RoomInfo>> rooms(RoomKind kind, @Nullable String after, int limit);

    /** A page of a user's rooms as the user sees them, unread counts included, by id. */
    CompletionStage<List<RoomView>> roomsOf(String user, @Nullable String after, int limit);

    /** A room as one of its members sees it, unread count included; empty if there is none, or the user is not in it. */
    CompletionStage<Optional<RoomView>> roomOf(String user, String room);

    /** One member; empty if the user is none. NOT_FOUND if there is no such room. */
    CompletionStage<Optional<MemberView>> member(String room, String user);

    /** One message as it is now, also a tombstone; empty if it is not kept. NOT_FOUND if there is no such room. */
    CompletionStage<Optional<Message>> message(String room, long seq);

    /** The message that a sender stored with this {@code cid}, as {@link #message(String, long)}. */
    CompletionStage<Optional<Message>> message(String room, String sender, String cid);

    /**
     * A page of the events after a cursor, in rev order; rev 0 with the epoch of {@link RoomInfo#head} is where they begin.
     * GAP if the cursor is of another life of the room, ahead of it, or older than what is kept. {@link Rooms#follow} reads
     * on by itself.
     */
    CompletionStage<Result.EventPage> events(String room, Cursor after, int limit);
}
