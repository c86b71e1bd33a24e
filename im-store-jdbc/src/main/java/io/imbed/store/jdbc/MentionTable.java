package io.imbed.store.jdbc;

import io.imbed.protocol.Message;
import io.imbed.spi.RoomStore.Seat;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Rows of {@code mention}, n in queries: whom a message mentions, to be counted. Of a user, and of everybody, only the newest
 * {@value #KEPT} or so of a room are kept, so that counting takes no longer where much was said. They are numbered by
 * {@code nth} in the order in which they came, so that the old ones are found.
 *
 * <p>A message that mentions all needs no other row, but for its sender, who is not among all.
 */
final class MentionTable {
    /** Twice what is counted, so that the count is exact until as many were recalled. */
    static final int KEPT = 2 * Seat.MOST_MENTIONS;

    /** What a row of {@code member}, b, has not read yet of the mentions of its user, and of all. */
    static final String UNREAD = "(SELECT COUNT(*)" + unread("b.user_id") + ") + (SELECT COUNT(*)"
            + unread("'" + Message.ALL + "'") + " AND n.sender <> b.user_id)";

    private static final List<Column> USER = List.of(Column.text("room_id"), Column.text("user_id"));
    private static final List<Column> OF_A_MESSAGE = Column.all(USER, List.of(Column.number("seq")));
    private static final List<Column> OF_AN_AGE = Column.all(USER, List.of(Column.number("nth")));
    private static final Write INSERT =
            Write.insert("$mention", Column.all(OF_A_MESSAGE, List.of(Column.number("nth"), Column.text("sender"))));
    private static final Write DELETE = Write.deleteAll("$mention", OF_A_MESSAGE);
    private static final Write DELETE_OLD = Write.deleteBelow("$mention", OF_AN_AGE);

    /** The last mention of users in rooms. */
    static final Lookup<Key, Last> LAST = new Lookup<>(
            "SELECT room_id, user_id, MAX(nth) FROM $mention WHERE " + Lookup.KEYS + " GROUP BY room_id, user_id",
            USER,
            row -> new Last(new Key(row.text(), row.text()), row.number()));

    /** Whom it is about, or {@link Message#ALL}. */
    record Key(String room, String user) implements Lookup.Key {
        @Override
        public List<Object> values() {
            return List.of(room, user);
        }
    }

    record Last(Key key, long nth) {}

    private MentionTable() {}

    /** A sum is found by no index: that of numbers would lead through the mentions of everybody. */
    private static String unread(String user) {
        return " FROM $mention n WHERE n.room_id = b.room_id AND n.user_id = " + user
                + " AND n.seq + 0 > CASE WHEN b.read_seq > b.joined_seq THEN b.read_seq ELSE b.joined_seq END";
    }

    /** Whom a message has rows for. */
    static Set<String> users(Message message) {
        Collection<String> mentions = message.mentions();
        Set<String> users = new LinkedHashSet<>(mentions);
        if (users.contains(Message.ALL)) users.retainAll(Set.of(Message.ALL, message.sender()));
        return users;
    }

    static long last(Session session, Key key) {
        return session.one(
                        row -> row.number(),
                        "SELECT COALESCE(MAX(nth), 0) FROM $mention WHERE room_id = ? AND user_id = ?",
                        key.room(),
                        key.user())
                .orElse(0L);
    }

    static void insert(Writes writes, Message message, String user, long nth) {
        writes.add(INSERT, message.room(), user, message.seq(), nth, message.sender());
    }

    /** If it is kept. */
    static void delete(Writes writes, Message message, String user) {
        writes.add(DELETE, message.room(), user, message.seq());
    }

    static void deleteBelow(Writes writes, Key key, long nth) {
        writes.add(DELETE_OLD, key.room(), key.user(), nth);
    }
}
