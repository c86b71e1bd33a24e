package io.imbed.spi;

import io.imbed.protocol.RoomKind;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Rooms and members as they are now. Changes come through {@link RoomLog#append} alone; what it has answered is seen by
 * every read that begins after.
 *
 * <p>Threads: called by many at once and must not block them; stages complete on any thread. A stage that fails may be
 * tried again. {@code limit} is 1 to 101: a page of a hundred, and whether there is another.
 */
public interface RoomStore {
    CompletionStage<Optional<RoomState>> room(String room);

    /** Rooms of a kind, by id, those after {@code after} if given. */
    CompletionStage<List<RoomState>> rooms(RoomKind kind, @Nullable String after, int limit);

    CompletionStage<Optional<MemberRow>> member(String room, String user);

    /** Members by user id, those after {@code after} if given. */
    CompletionStage<List<MemberRow>> members(String room, @Nullable String after, int limit);

    /**
     * Members who have read a message and let it be seen, by user id, those after {@code after} if given: of a read mark of
     * at least {@code seq}, who were members when it was posted; without {@code beside} and without private readers.
     */
    CompletionStage<List<MemberRow>> readers(String room, long seq, String beside, @Nullable String after, int limit);

    /**
     * The member who stands first when {@code beside} is left out: one of the highest role there is, of these the longest
     * a member, equal times by id. Whoever takes over when {@code beside} gives up the room, unless it has another owner.
     */
    CompletionStage<Optional<MemberRow>> senior(String room, String beside);

    /** What the room holds against a user, at most one of each kind, in the order of kinds; ended ones too. */
    CompletionStage<List<Restraint>> restraints(String room, String user);

    /** Bans that are in force at {@code now}, by user id, those after {@code after} if given. */
    CompletionStage<List<Restraint>> bans(String room, Instant now, @Nullable String after, int limit);

    /**
     * A user's rooms with what a room list shows of each, in one query; those after room {@code after} if given, in
     * {@link SeatOrder#LATEST_FIRST} none if the user is not in it.
     */
    CompletionStage<List<Seat>> seats(String user, SeatOrder order, @Nullable String after, int limit);

    /** How a user's rooms are ordered. */
    enum SeatOrder {
        /** The most recently active first, equal times by id: for people. Rooms move while one turns the pages. */
        LATEST_FIRST,
        /** By id: for whoever must see each of them, however many pages it takes. */
        BY_ROOM
    }

    /** One row of a user's room list; empty if there is no such room or the user is not in it. */
    CompletionStage<Optional<Seat>> seat(String room, String user);

    /**
     * Those of {@code others} who are in a room that the user is in as well, in one query: whom it may know to be there.
     * The user itself counts, if it is asked about. Rooms whose settings are without presence do not count.
     *
     * @param others at most 100
     */
    CompletionStage<Set<String>> sharing(String user, Collection<String> others);

    /**
     * One row of a user's room list.
     *
     * @param mentions unread messages that mention the user ({@link io.imbed.protocol.Message#isMentioning}), counted up to
     *     {@value #MOST_MENTIONS}, which stands for any more; may be fewer where more than that were recalled
     */
    record Seat(RoomState room, MemberRow member, long mentions) {
        /** Who has so many has no use for the number; so a storage needs to look at, or to keep, a few of many. */
        public static final int MOST_MENTIONS = 100;
    }
}
