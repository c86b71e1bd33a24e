package io.imbed.store.jdbc;

import io.imbed.protocol.RoomKind;
import io.imbed.spi.RoomRow;
import io.imbed.spi.RoomState;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of {@code room}, r in queries. */
final class RoomTable {
    static final String COLUMNS = "r.room_id, r.kind, r.title, r.created_by, r.with_user, r.created_at, r.settings,"
            + " r.epoch, r.rev, r.seq, r.first_rev, r.first_seq, r.active_at, r.policy, r.members";
    private static final String STATES = "SELECT " + COLUMNS + ", " + MessageTable.COLUMNS + " FROM $room r"
            + " LEFT JOIN $message m ON m.room_id = r.room_id AND m.seq = r.seq";
    /** Tables whose rows belong to a room. */
    private static final List<String> OF_A_ROOM =
            List.of("$event", "$reaction", "$mention", "$message", "$restraint", "$member", "$room");

    private RoomTable() {}

    static Header read(Row row) throws SQLException {
        String id = row.text();
        RoomKind kind = RoomKind.valueOf(row.text());
        RoomRow room = new RoomRow(
                id, kind, row.textOrNull(), row.text(), row.textOrNull(), row.time(), Texts.settings(kind, row.text()));
        return new Header(
                room,
                row.text(),
                row.number(),
                row.number(),
                row.number(),
                row.number(),
                row.time(),
                row.number(),
                row.number());
    }

    private static RoomState readState(Row row) throws SQLException {
        Header header = read(row);
        Kept last = MessageTable.readOrNull(row);
        return header.state(last == null ? null : last.message());
    }

    static Optional<Header> header(Session session, String room) {
        return session.one(RoomTable::read, "SELECT " + COLUMNS + " FROM $room r WHERE r.room_id = ?", room);
    }

    /** As {@link #header}, and nobody else changes it until the transaction ends. */
    static Optional<Header> locked(Session session, String room) {
        return session.one(
                RoomTable::read, "SELECT " + COLUMNS + " FROM $room r WHERE r.room_id = ?" + session.forUpdate(), room);
    }

    static Optional<RoomState> state(Session session, String room) {
        return session.one(RoomTable::readState, STATES + " WHERE r.room_id = ?", room);
    }

    static List<RoomState> states(Session session, RoomKind kind, @Nullable String after, int limit) {
        return session.all(
                RoomTable::readState,
                STATES + " WHERE r.kind = ? AND r.room_id > ? ORDER BY r.room_id LIMIT ?",
                kind.name(),
                after == null ? "" : after,
                limit);
    }

    static void insert(Session session, Header header) {
        RoomRow row = header.row();
        session.update(
                "INSERT INTO $room (kind, title, created_by, with_user, created_at, settings, presence,"
                        + " epoch, rev, seq, first_rev, first_seq, active_at, policy, members, room_id)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row.kind().name(),
                row.title(),
                row.createdBy(),
                row.with(),
                row.createdAt(),
                Texts.settings(row.settings()),
                row.settings().presence(),
                header.epoch(),
                header.rev(),
                header.seq(),
                header.firstRev(),
                header.firstSeq(),
                header.at(),
                header.policy(),
                header.members(),
                row.id());
    }

    /** What a room was made of stays, but for its title and settings. */
    static void update(Session session, Header header) {
        RoomRow row = header.row();
        session.update(
                "UPDATE $room SET title = ?, created_by = ?, with_user = ?, created_at = ?, settings = ?, presence = ?,"
                        + " rev = ?, seq = ?, first_rev = ?, first_seq = ?, active_at = ?, policy = ?, members = ?"
                        + " WHERE room_id = ?",
                row.title(),
                row.createdBy(),
                row.with(),
                row.createdAt(),
                Texts.settings(row.settings()),
                row.settings().presence(),
                header.rev(),
                header.seq(),
                header.firstRev(),
                header.firstSeq(),
                header.at(),
                header.policy(),
                header.members(),
                row.id());
    }

    /** Moves the counters alone, which is what a message does. */
    static void advance(Session session, Header header) {
        session.update(
                "UPDATE $room SET rev = ?, seq = ?, first_rev = ?, first_seq = ?, active_at = ?, policy = ?,"
                        + " members = ? WHERE room_id = ?",
                header.rev(),
                header.seq(),
                header.firstRev(),
                header.firstSeq(),
                header.at(),
                header.policy(),
                header.members(),
                header.row().id());
    }

    /** Deletes everything that is kept of a room. */
    static void wipe(Session session, String room) {
        for (String table : OF_A_ROOM) session.update("DELETE FROM " + table + " WHERE room_id = ?", room);
    }
}
