package io.imbed.spi;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What is asked to keep house: whether the storage works, and what is read to find what is too old ({@link Change.Trim}), and all that a user has left behind
 * ({@link Change.Erase}, {@link Change.Unname}). In pages and small steps, so that it never holds up anything else for long.
 *
 * <p>Threads: called by many at once and must not block them; stages complete on any thread. A stage that fails may be
 * tried again. Every {@code limit} is 1 to 1000.
 */
public interface Upkeep {
    /**
     * Writes something that means nothing, as durably as an append. Fails, with a sentence, where appends would be refused: the
     * database is full, away or may only be read.
     */
    CompletionStage<Void> probe();

    /** What is kept of rooms of every kind, by room id, those after {@code after} if given. */
    CompletionStage<List<Extent>> extents(@Nullable String after, int limit);

    /**
     * The next small step towards a room in which nothing is too old. It takes no more than {@code limit} messages and no
     * more than {@code limit} events: where messages would take more events with them, it takes events alone.
     *
     * @param messages those of before go; {@link Instant#MIN} for none
     * @param events those of before go, unless they are among the newest
     * @param newest how many events do not go for their age, however old they are
     * @return {@link Change.Trim#NOTHING} if nothing has to go, or there is no such room
     */
    CompletionStage<Change.Trim> due(String room, Instant messages, Instant events, long newest, int limit);

    /** Those of the next {@code limit} rooms by id, after {@code after} if given, in which a user has left something. */
    CompletionStage<Traces> traces(String user, @Nullable String after, int limit);

    /**
     * Messages that a user has sent to a room and that are not {@linkplain Change.Erase erased}, tombstones included, by
     * client message id, those after {@code after} if given.
     */
    CompletionStage<List<Sent>> sent(String room, String sender, @Nullable String after, int limit);

    /** Messages of a room to which a user has reacted, ascending by seq, those after {@code after}. */
    CompletionStage<List<Long>> reacted(String room, String user, long after, int limit);

    /** Whether an event that is kept, or the row of its membership, calls a user anything but its id. */
    CompletionStage<Boolean> isNamed(String room, String user);

    /**
     * From where to where a room is kept.
     *
     * @param epoch the life of its log
     * @param keepMs {@link io.imbed.protocol.RoomSettings#keepMs}
     * @param firstSeq the oldest message that is kept, one above the last if none is
     * @param oldestMessage time of the oldest message that is kept; null if none is
     * @param firstRev the oldest event that is kept, one above {@code rev} if none is
     * @param rev the last event
     * @param oldestEvent time of the oldest event that is kept; null if none is
     */
    record Extent(
            String room,
            String epoch,
            long keepMs,
            long firstSeq,
            @Nullable Instant oldestMessage,
            long firstRev,
            long rev,
            @Nullable Instant oldestEvent) {}

    /**
     * @param rooms in which the user is a member, has a message that is not erased, has reacted, or {@linkplain #isNamed is named}
     * @param next the room to go on after; null if there are no more
     */
    record Traces(List<String> rooms, @Nullable String next) {
        public Traces {
            rooms = List.copyOf(rooms);
        }
    }

    /** A message, and the client message id that pages are turned by. */
    record Sent(long seq, String cid) {}
}
