package io.imbed.spi;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The rooms' logs: appends, and reads of events and messages.
 *
 * <p>Threads: called by many at once and must not block them; stages complete on any thread. A stage that fails means:
 * for a read, that it may be tried again; for an append, that every outcome is {@link Outcome.Unknown}.
 */
public interface RoomLog {
    /**
     * Applies entries in their order, each wholly or not at all, all of one room's in one atomic step with the numbers it
     * gives: rev and seq without gaps, {@code at} never going backwards in a room. One entry's failure is its own.
     *
     * <p>A {@link Change#post} whose (room, sender, cid) is known stores nothing: {@link Outcome.Duplicate} if the digest
     * is the same, else {@link Outcome.Conflict}; this is looked at before the guard, so that a retry succeeds whatever
     * has changed since. An entry whose guard does not hold stores nothing and is {@link Outcome.Stale}. What stands in
     * the batch behind a stale entry of its room was decided on top of it, and is stale too; {@link Guard.Never} alone
     * stales nothing but itself.
     *
     * <p>A message beyond {@link io.imbed.protocol.RoomSettings#keep} drops the oldest one in the same step: it is found in no way any more, its
     * cid is free, and cursors before its events meet a gap.
     *
     * <p>{@link Outcome.Unknown} holds for a room as a whole: if such an entry is not in the log, none of its room that
     * stood behind it is. An append that has failed may still take effect, but only before any later one of its rooms, as
     * the lock of a database's row sees to. Else messages of one sender would change places when they are decided again.
     *
     * @return one outcome for each entry, in order
     */
    CompletionStage<List<Outcome>> append(List<Entry> batch);

    /**
     * Events after a cursor, in order and without a gap; contents as they are now. At least one if there is one, at most
     * {@code maxEvents}, and no more once their encoded size is above {@code maxBytes}.
     *
     * @return {@link EventSlice#gap} if the cursor is of another epoch, ahead of the log, older than what is kept, or
     *     there is no such room
     */
    CompletionStage<EventSlice> events(String room, Cursor after, int maxEvents, int maxBytes);

    /**
     * Messages ascending by seq, tombstones included, within the same limits as {@link #events}; those nearest to the
     * anchor where not all fit. AROUND takes half from each side, the anchor itself among the later.
     */
    CompletionStage<MessageSlice> history(String room, Anchor anchor, int maxMessages, int maxBytes);

    /** One message by seq, empty if it is not kept. */
    CompletionStage<Optional<Message>> message(String room, long seq);

    /** The keys with which a user has reacted to a message; empty if it is not kept. */
    CompletionStage<Set<String>> reactions(String room, long seq, String user);

    /** All pinned messages of a room, ascending by seq; those that are not kept any more are not pinned either. */
    CompletionStage<List<Message>> pinned(String room);

    /** The message that a sender stored with this client message id, as long as it is kept. */
    CompletionStage<Optional<Message>> find(String room, String sender, String cid);
}
