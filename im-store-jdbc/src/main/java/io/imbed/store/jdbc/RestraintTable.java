package io.imbed.store.jdbc;

import io.imbed.spi.Restraint;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of {@code restraint}. */
final class RestraintTable {
    /** A room has one row of each kind for each user. */
    record Key(Restraint.Kind kind, String user) {}

    /** The same, in a room. */
    record InRoom(String room, Key key) implements Lookup.Key {
        static InRoom of(Restraint restraint) {
            return new InRoom(restraint.room(), new Key(restraint.kind(), restraint.user()));
        }

        @Override
        public List<Object> values() {
            return List.of(room, key.kind().name(), key.user());
        }
    }

    private static final String COLUMNS = "room_id, user_id, kind, by_user, made_at, until_at, reason";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM $restraint WHERE room_id = ?" + RoomTable.LIVES;
    private static final List<Column> KEY =
            List.of(Column.text("room_id"), Column.text("kind"), Column.text("user_id"));
    private static final List<Column> OWN =
            List.of(Column.text("by_user"), Column.number("made_at"), Column.number("until_at"), Column.text("reason"));
    private static final Write INSERT = Write.insert("$restraint", Column.all(OWN, KEY));
    private static final Write UPDATE = Write.update("$restraint", OWN, KEY);
    private static final Write DELETE = Write.delete("$restraint", KEY);

    static final Lookup<InRoom, Restraint> BY_KEY =
            new Lookup<>("SELECT " + COLUMNS + " FROM $restraint WHERE " + Lookup.KEYS, KEY, RestraintTable::read);

    private RestraintTable() {}

    private static Restraint read(Row row) throws SQLException {
        return new Restraint(
                row.text(),
                row.text(),
                Restraint.Kind.valueOf(row.text()),
                row.text(),
                row.time(),
                row.time(),
                row.textOrNull());
    }

    static Optional<Restraint> restraint(Session session, String room, Key key) {
        return session.one(
                RestraintTable::read,
                SELECT + " AND kind = ? AND user_id = ?",
                room,
                room,
                key.kind().name(),
                key.user());
    }

    static List<Restraint> of(Session session, String room, String user) {
        List<Restraint> found = new ArrayList<>(0);
        for (Restraint.Kind kind : Restraint.Kind.values()) {
            restraint(session, room, new Key(kind, user)).ifPresent(found::add);
        }
        return found;
    }

    static List<Restraint> bans(Session session, String room, Instant now, @Nullable String after, int limit) {
        return session.all(
                RestraintTable::read,
                SELECT + " AND kind = '" + Restraint.Kind.BAN + "' AND user_id > ? AND until_at > ?"
                        + " ORDER BY room_id, kind, user_id LIMIT ?",
                room,
                room,
                after == null ? "" : after,
                now,
                limit);
    }

    static void insert(Writes writes, Restraint restraint) {
        write(writes, INSERT, restraint);
    }

    static void update(Writes writes, Restraint restraint) {
        write(writes, UPDATE, restraint);
    }

    private static void write(Writes writes, Write write, Restraint restraint) {
        writes.add(
                write,
                restraint.by(),
                restraint.at(),
                restraint.until(),
                restraint.reason(),
                restraint.room(),
                restraint.kind().name(),
                restraint.user());
    }

    static void delete(Writes writes, String room, Key key) {
        writes.add(DELETE, room, key.kind().name(), key.user());
    }
}
