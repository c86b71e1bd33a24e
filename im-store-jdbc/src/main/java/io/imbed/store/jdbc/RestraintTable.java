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

    private static final String SELECT =
            "SELECT room_id, user_id, kind, by_user, made_at, until_at, reason FROM $restraint WHERE room_id = ?";

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
                        + " ORDER BY user_id LIMIT ?",
                room,
                after == null ? "" : after,
                now,
                limit);
    }

    static void insert(Session session, Restraint restraint) {
        write(
                session,
                "INSERT INTO $restraint (by_user, made_at, until_at, reason, room_id, kind, user_id)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                restraint);
    }

    static void update(Session session, Restraint restraint) {
        write(
                session,
                "UPDATE $restraint SET by_user = ?, made_at = ?, until_at = ?, reason = ?"
                        + " WHERE room_id = ? AND kind = ? AND user_id = ?",
                restraint);
    }

    private static void write(Session session, String sql, Restraint restraint) {
        session.update(
                sql,
                restraint.by(),
                restraint.at(),
                restraint.until(),
                restraint.reason(),
                restraint.room(),
                restraint.kind().name(),
                restraint.user());
    }

    static void delete(Session session, String room, Key key) {
        session.update(
                "DELETE FROM $restraint WHERE room_id = ? AND kind = ? AND user_id = ?",
                room,
                key.kind().name(),
                key.user());
    }
}
