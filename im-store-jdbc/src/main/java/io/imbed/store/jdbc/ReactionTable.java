package io.imbed.store.jdbc;

import io.imbed.protocol.Reaction;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rows of {@code reaction}; their order is that of rev, as each event brings one. */
final class ReactionTable {
    /** How many of those who came first are read ahead: those shown, and who may move up within one batch. */
    static final int FIRST_READ = 2 * Reaction.MAX_USERS;

    private static final String COLUMNS = "room_id, seq, reaction_key, user_id, rev";
    private static final List<Column> OF_KEY =
            List.of(Column.text("room_id"), Column.number("seq"), Column.text("reaction_key"));
    private static final List<Column> KEY = Column.all(OF_KEY, List.of(Column.text("user_id")));
    private static final List<Column> REV = List.of(Column.number("rev"));
    private static final Write INSERT = Write.insert("$reaction", Column.all(REV, KEY));
    private static final Write UPDATE = Write.update("$reaction", REV, KEY);
    private static final Write DELETE = Write.delete("$reaction", KEY);
    private static final Write DELETE_ALL = Write.deleteAll("$reaction", OF_KEY.subList(0, 2));

    static final Lookup<Own, Given> BY_USER =
            new Lookup<>("SELECT " + COLUMNS + " FROM $reaction WHERE " + Lookup.KEYS, KEY, ReactionTable::read);
    static final Lookup<Key, Given> FIRST = new Lookup<>(
            "SELECT " + COLUMNS + " FROM (SELECT " + COLUMNS + ", ROW_NUMBER() OVER"
                    + " (PARTITION BY room_id, seq, reaction_key ORDER BY rev) AS place FROM $reaction WHERE "
                    + Lookup.KEYS + ") f WHERE place <= " + FIRST_READ + " ORDER BY place",
            OF_KEY,
            ReactionTable::read);

    /** What a message was given. */
    record Key(String room, long seq, String reaction) implements Lookup.Key {
        @Override
        public List<Object> values() {
            return List.of(room, seq, reaction);
        }
    }

    /** What a user gave it. */
    record Own(String room, long seq, String reaction, String user) implements Lookup.Key {
        Key key() {
            return new Key(room, seq, reaction);
        }

        @Override
        public List<Object> values() {
            return List.of(room, seq, reaction, user);
        }
    }

    /** A row. */
    record Given(Own own, long rev) {}

    private ReactionTable() {}

    private static Given read(Row row) throws SQLException {
        return new Given(new Own(row.text(), row.number(), row.text(), row.text()), row.number());
    }

    static Optional<Long> rev(Session session, Own own) {
        return session.one(
                row -> row.number(),
                "SELECT rev FROM $reaction WHERE room_id = ? AND seq = ? AND reaction_key = ? AND user_id = ?",
                own.values().toArray());
    }

    static Set<String> keys(Session session, String room, long seq, String user) {
        return new HashSet<>(session.all(
                row -> row.text(),
                "SELECT reaction_key FROM $reaction WHERE room_id = ? AND seq = ? AND user_id = ?" + RoomTable.LIVES,
                room,
                seq,
                user,
                room));
    }

    /** Who reacted first with a key. */
    static List<String> first(Session session, Key key, int limit) {
        return session.all(
                row -> row.text(),
                "SELECT user_id FROM $reaction WHERE room_id = ? AND seq = ? AND reaction_key = ? ORDER BY rev LIMIT ?",
                key.room(),
                key.seq(),
                key.reaction(),
                limit);
    }

    static void insert(Writes writes, Own own, long rev) {
        writes.add(INSERT, rev, own.room(), own.seq(), own.reaction(), own.user());
    }

    static void update(Writes writes, Own own, long rev) {
        writes.add(UPDATE, rev, own.room(), own.seq(), own.reaction(), own.user());
    }

    static void delete(Writes writes, Own own) {
        writes.add(DELETE, own.values().toArray());
    }

    static void deleteAll(Writes writes, String room, long seq) {
        writes.add(DELETE_ALL, room, seq);
    }
}
