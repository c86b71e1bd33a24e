package io.imbed.store.jdbc;

import io.imbed.protocol.RoomKind;
import io.imbed.spi.RoomRow;
import io.imbed.spi.RoomState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of {@code room}, r in queries. */
final class RoomTable {
    static final String COLUMNS = "r.room_id, r.kind, r.title, r.created_by, r.with_user, r.created_at, r.settings,"
            + " r.epoch, r.rev, r.seq, r.first_rev, r.first_seq, r.active_at, r.policy, r.members";
    /** What queries for rows of a room end with that would find them when it is over. */
    static final String LIVES = " AND EXISTS (SELECT 1 FROM $room l WHERE l.room_id = ?)";

    private static final String STATES = "SELECT " + COLUMNS + ", " + MessageTable.COLUMNS + " FROM $room r"
            + " LEFT JOIN $message m ON m.room_id = r.room_id AND m.seq = r.seq";
    /** Tables whose rows belong to a room. */
    private static final List<String> OF_A_ROOM = List.of(
            "$event", "$joining", "$reaction", "$mention", "$message", "$restraint", "$member", "$room", "$ended");

    private static final List<Column> KEY = List.of(Column.text("room_id"));
    private static final List<Column> COUNTERS = List.of(
            Column.number("rev"),
            Column.number("seq"),
            Column.number("first_rev"),
            Column.number("first_seq"),
            Column.number("active_at"),
            Column.number("policy"),
            Column.number("members"));
    private static final List<Column> MADE_OF = List.of(
            Column.text("title"),
            Column.text("created_by"),
            Column.text("with_user"),
            Column.number("created_at"),
            Column.text("settings"),
            Column.number("presence"),
            Column.number("keep"));
    private static final Write INSERT = Write.insert(
            "$room", Column.all(COUNTERS, MADE_OF, List.of(Column.text("kind"), Column.text("epoch")), KEY));
    private static final Write UPDATE = Write.update("$room", Column.all(COUNTERS, MADE_OF), KEY);
    private static final Write ADVANCE = Write.update("$room", COUNTERS, KEY);
    private static final Write DELETE = Write.delete("$room", KEY);
    private static final List<Write> WIPE =
            OF_A_ROOM.stream().map(table -> Write.deleteAll(table, KEY)).toList();

    /** What a room is found by. */
    record Id(String room) implements Lookup.Key {
        static List<Id> all(Collection<String> rooms) {
            return rooms.stream().map(Id::new).toList();
        }

        @Override
        public List<Object> values() {
            return List.of(room);
        }
    }

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

    /**
     * Rooms that nobody else may change until the transaction ends, locked in the order of their ids.
     *
     * @param lock what the query ends with; nothing where the transaction holds all of the database
     */
    static Lookup<Id, Header> locking(String lock) {
        String tail = lock.isEmpty() ? "" : " ORDER BY r.room_id" + lock;
        return new Lookup<>(
                "SELECT " + COLUMNS + " FROM $room r WHERE " + Lookup.KEYS + tail,
                List.of(Column.text("r.room_id")),
                RoomTable::read);
    }

    static Optional<RoomState> state(Session session, String room) {
        return session.one(RoomTable::readState, STATES + " WHERE r.room_id = ?", room);
    }

    static List<RoomState> states(Session session, RoomKind kind, @Nullable String after, int limit) {
        return session.all(
                RoomTable::readState,
                STATES + " WHERE r.kind = ? AND r.room_id > ? ORDER BY r.kind, r.room_id LIMIT ?",
                kind.name(),
                after == null ? "" : after,
                limit);
    }

    static void insert(Writes writes, Header header) {
        RoomRow row = header.row();
        writes.add(INSERT, all(header, row.kind().name(), header.epoch(), row.id()));
    }

    /** What a room was made of stays, but for its title and settings. */
    static void update(Writes writes, Header header) {
        writes.add(UPDATE, all(header, header.row().id()));
    }

    /** Moves the counters alone, which is what a message does. */
    static void advance(Writes writes, Header header) {
        writes.add(ADVANCE, counters(header, header.row().id()));
    }

    private static @Nullable Object[] counters(Header header, @Nullable Object... more) {
        List<@Nullable Object> values = new ArrayList<>(List.of(
                header.rev(),
                header.seq(),
                header.firstRev(),
                header.firstSeq(),
                header.at(),
                header.policy(),
                header.members()));
        Collections.addAll(values, more);
        return values.toArray();
    }

    private static @Nullable Object[] all(Header header, @Nullable Object... more) {
        RoomRow row = header.row();
        List<@Nullable Object> values = new ArrayList<>();
        values.add(row.title());
        values.add(row.createdBy());
        values.add(row.with());
        values.add(row.createdAt());
        values.add(Texts.settings(row.settings()));
        values.add(row.settings().presence());
        values.add(row.settings().keep());
        Collections.addAll(values, more);
        return counters(header, values.toArray());
    }

    /** Ends a room, from which on nothing that is left of it is found. */
    static void delete(Writes writes, String room) {
        writes.add(DELETE, room);
    }

    /** Deletes everything that is kept of a room. */
    static void wipe(Writes writes, String room) {
        for (Write each : WIPE) writes.add(each, room);
    }
}
