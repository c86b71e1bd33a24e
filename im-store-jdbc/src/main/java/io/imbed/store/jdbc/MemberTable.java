package io.imbed.store.jdbc;

import io.imbed.protocol.Notify;
import io.imbed.protocol.Role;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Preferences;
import io.imbed.spi.RoomStore.Seat;
import io.imbed.spi.RoomStore.SeatOrder;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows of {@code member}, b in queries, and what is asked across rooms. A role is its ordinal, so that it has an order. */
final class MemberTable {
    private static final String COLUMNS = "b.room_id, b.user_id, b.name, b.role, b.joined_at, b.joined_seq, b.read_seq,"
            + " b.delivered_seq, b.muted_until, b.notifications, b.hidden_at, b.private_reading";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM $member b WHERE b.room_id = ?" + RoomTable.LIVES;

    private static final String SEATS =
            "SELECT " + RoomTable.COLUMNS + ", " + COLUMNS + ", " + MentionTable.UNREAD + ", "
                    + MessageTable.COLUMNS + " FROM $member b JOIN $room r ON r.room_id = b.room_id"
                    + " LEFT JOIN $message m ON m.room_id = r.room_id AND m.seq = r.seq WHERE b.user_id = ?";
    /** Where a room stands in the user's list, while the user is in it. */
    private static final String PLACE = "(SELECT p.active_at FROM $member o JOIN $room p ON p.room_id = o.room_id"
            + " WHERE o.user_id = ? AND o.room_id = ?)";

    private static final List<Column> KEY = List.of(Column.text("room_id"), Column.text("user_id"));
    private static final List<Column> OWN = List.of(
            Column.text("name"),
            Column.number("role"),
            Column.number("joined_at"),
            Column.number("joined_seq"),
            Column.number("read_seq"),
            Column.number("delivered_seq"),
            Column.number("muted_until"),
            Column.text("notifications"),
            Column.number("hidden_at"),
            Column.number("private_reading"));
    private static final Write INSERT = Write.insert("$member", Column.all(OWN, KEY));
    private static final Write UPDATE = Write.update("$member", OWN, KEY);
    private static final Write DELETE = Write.delete("$member", KEY);

    static final Lookup<Key, MemberRow> BY_USER = new Lookup<>(
            "SELECT " + COLUMNS + " FROM $member b WHERE " + Lookup.KEYS,
            List.of(Column.text("b.room_id"), Column.text("b.user_id")),
            MemberTable::read);

    private static final List<Role> ROLES = List.of(Role.values());
    private static final int MOST_OTHERS = 100;

    /** What a member is found by. */
    record Key(String room, String user) implements Lookup.Key {
        static Key of(MemberRow member) {
            return new Key(member.room(), member.user());
        }

        @Override
        public List<Object> values() {
            return List.of(room, user);
        }
    }

    private MemberTable() {}

    private static MemberRow read(Row row) throws SQLException {
        return new MemberRow(
                row.text(),
                row.text(),
                row.text(),
                ROLES.get((int) row.number()),
                row.time(),
                row.number(),
                row.number(),
                row.number(),
                row.timeOrNull(),
                new Preferences(Notify.valueOf(row.text()), row.numberOrNull(), row.flag()));
    }

    private static Seat readSeat(Row row) throws SQLException {
        Header header = RoomTable.read(row);
        MemberRow member = read(row);
        long mentions = Math.min(row.number(), Seat.MOST_MENTIONS);
        Kept last = MessageTable.readOrNull(row);
        return new Seat(header.state(last == null ? null : last.message()), member, mentions);
    }

    static Optional<MemberRow> member(Session session, String room, String user) {
        return session.one(MemberTable::read, SELECT + " AND b.user_id = ?", room, room, user);
    }

    static List<MemberRow> page(Session session, String room, @Nullable String after, int limit) {
        return session.all(
                MemberTable::read,
                SELECT + " AND b.user_id > ? ORDER BY b.room_id, b.user_id LIMIT ?",
                room,
                room,
                after == null ? "" : after,
                limit);
    }

    static List<MemberRow> readers(
            Session session, String room, long seq, String beside, @Nullable String after, int limit) {
        return session.all(
                MemberTable::read,
                SELECT + " AND b.user_id > ? AND b.user_id <> ? AND b.read_seq >= ? AND b.joined_seq < ?"
                        + " AND b.private_reading = 0 ORDER BY b.room_id, b.user_id LIMIT ?",
                room,
                room,
                after == null ? "" : after,
                beside,
                seq,
                seq,
                limit);
    }

    static Optional<MemberRow> senior(Session session, String room, String beside) {
        return session.one(
                MemberTable::read,
                SELECT + " AND b.user_id <> ? ORDER BY b.role DESC, b.joined_at, b.user_id LIMIT 1",
                room,
                room,
                beside);
    }

    static Optional<Seat> seat(Session session, String room, String user) {
        return session.one(MemberTable::readSeat, SEATS + " AND b.room_id = ?", user, room);
    }

    static List<Seat> seats(Session session, String user, SeatOrder order, @Nullable String after, int limit) {
        if (order == SeatOrder.BY_ROOM) {
            String sql = SEATS + " AND b.room_id > ? ORDER BY b.user_id, b.room_id LIMIT ?";
            return session.all(MemberTable::readSeat, sql, user, after == null ? "" : after, limit);
        }
        String latestFirst = " ORDER BY r.active_at DESC, b.room_id LIMIT ?";
        if (after == null) return session.all(MemberTable::readSeat, SEATS + latestFirst, user, limit);
        return session.all(
                MemberTable::readSeat,
                SEATS + " AND (r.active_at < " + PLACE + " OR (r.active_at = " + PLACE + " AND b.room_id > ?))"
                        + latestFirst,
                user,
                user,
                after,
                user,
                after,
                after,
                limit);
    }

    static Set<String> sharing(Session session, String user, Collection<String> others) {
        if (others.isEmpty()) return Set.of();
        // Two statements for all sizes: what is missing to a hundred is filled up with the last one.
        int places = others.size() == 1 ? 1 : MOST_OTHERS;
        if (others.size() > places) throw new IllegalArgumentException(others.size() + " others, limit " + places);
        List<@Nullable Object> arguments = new ArrayList<>(others);
        while (arguments.size() < places) arguments.add(arguments.get(arguments.size() - 1));
        arguments.add(user);
        return new HashSet<>(session.all(
                row -> row.text(),
                "SELECT DISTINCT o.user_id FROM $member b JOIN $room r ON r.room_id = b.room_id AND r.presence = 1"
                        + " JOIN $member o ON o.room_id = b.room_id WHERE o.user_id IN ("
                        + String.join(", ", Collections.nCopies(places, "?")) + ") AND b.user_id = ?",
                arguments.toArray()));
    }

    static void insert(Writes writes, MemberRow member) {
        write(writes, INSERT, member);
    }

    static void update(Writes writes, MemberRow member) {
        write(writes, UPDATE, member);
    }

    private static void write(Writes writes, Write write, MemberRow member) {
        Preferences preferences = member.preferences();
        writes.add(
                write,
                member.name(),
                member.role().ordinal(),
                member.joinedAt(),
                member.joinedSeq(),
                member.read(),
                member.delivered(),
                member.mutedUntil(),
                preferences.notifications().name(),
                preferences.hiddenAt(),
                preferences.privateReading(),
                member.room(),
                member.user());
    }

    static void delete(Writes writes, String room, String user) {
        writes.add(DELETE, room, user);
    }
}
