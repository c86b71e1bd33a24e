package io.imbed.store.jdbc;

import io.imbed.spi.Change;
import io.imbed.spi.Upkeep.Extent;
import io.imbed.spi.Upkeep.Sent;
import io.imbed.spi.Upkeep.Traces;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is read over several tables to keep house. Every page is found by a key, whatever is behind it. */
final class UpkeepReads {
    private UpkeepReads() {}

    static List<Extent> extents(Session session, @Nullable String after, int limit) {
        return session.all(
                UpkeepReads::extent,
                "SELECT " + RoomTable.COLUMNS + ", m.sent_at, e.happened_at FROM $room r"
                        + " LEFT JOIN $message m ON m.room_id = r.room_id AND m.seq = r.first_seq"
                        + " LEFT JOIN $event e ON e.room_id = r.room_id AND e.rev = r.first_rev"
                        + " WHERE r.room_id > ? ORDER BY r.room_id LIMIT ?",
                after == null ? "" : after,
                limit);
    }

    private static Extent extent(Row row) throws SQLException {
        Header header = RoomTable.read(row);
        Instant oldestMessage = row.timeOrNull();
        Instant oldestEvent = row.timeOrNull();
        return new Extent(
                header.row().id(),
                header.epoch(),
                header.row().settings().keepMs(),
                header.firstSeq(),
                oldestMessage,
                header.firstRev(),
                header.rev(),
                oldestEvent);
    }

    static Change.Trim due(Session session, Header header, Instant messages, Instant events, long newest, int limit) {
        String room = header.row().id();
        long firstSeq = firstSince(
                session,
                messages,
                "SELECT seq, sent_at FROM $message WHERE room_id = ? AND seq >= ? AND seq <= ? ORDER BY seq",
                room,
                header.firstSeq(),
                header.seq(),
                limit);
        long firstRev = firstSince(
                session,
                events,
                "SELECT rev, happened_at FROM $event WHERE room_id = ? AND rev >= ? AND rev <= ? ORDER BY rev",
                room,
                header.firstRev(),
                header.rev() - newest,
                limit);
        boolean drops = firstSeq > header.firstSeq();
        long needed =
                drops ? MessageTable.contentRevBelow(session, room, firstSeq) + 1 : 0; // they go with the messages
        if (needed > header.firstRev() + limit) {
            return new Change.Trim(header.firstSeq(), header.firstRev() + limit);
        }
        return drops || firstRev > header.firstRev() ? new Change.Trim(firstSeq, firstRev) : Change.Trim.NOTHING;
    }

    /** One above the last of the oldest numbers that is of before {@code time}; the first if none is. */
    private static long firstSince(
            Session session, Instant time, String sql, String room, long first, long last, int limit) {
        return session.read(
                rows -> {
                    long number = first;
                    while (rows.next()) {
                        long each = rows.number();
                        if (!rows.time().isBefore(time)) break;
                        number = each + 1;
                    }
                    return number;
                },
                sql,
                room,
                first,
                Math.min(last, first + limit - 1));
    }

    static Traces traces(Session session, String user, @Nullable String after, int limit) {
        List<String> found = new ArrayList<>();
        List<String> looked = session.all(
                row -> {
                    String room = row.text();
                    if (row.flag()) found.add(room);
                    return room;
                },
                "SELECT r.room_id, CASE"
                        + " WHEN EXISTS (SELECT 1 FROM $member b WHERE b.room_id = r.room_id AND b.user_id = ?) THEN 1"
                        + " WHEN EXISTS (SELECT 1 FROM $reaction x WHERE x.user_id = ? AND x.room_id = r.room_id) THEN 1"
                        + " WHEN EXISTS (SELECT 1 FROM $message m WHERE m.room_id = r.room_id AND m.sender = ?"
                        + " AND (m.content IS NOT NULL OR m.sender_name <> '')) THEN 1"
                        + " WHEN " + JoiningTable.NAMED + " THEN 1"
                        + " ELSE 0 END FROM $room r WHERE r.room_id > ? ORDER BY r.room_id LIMIT ?",
                user,
                user,
                user,
                user,
                user,
                user,
                after == null ? "" : after,
                limit);
        return new Traces(found, looked.size() < limit ? null : looked.get(limit - 1));
    }

    static boolean isNamed(Session session, String room, String user) {
        return session.one(
                        row -> row.number(),
                        "SELECT 1 FROM $room r WHERE r.room_id = ? AND " + JoiningTable.NAMED,
                        room,
                        user,
                        user,
                        user)
                .isPresent();
    }

    static List<Sent> sent(Session session, String room, String sender, @Nullable String after, int limit) {
        return session.all(
                row -> new Sent(row.number(), row.text()),
                "SELECT seq, cid FROM $message WHERE room_id = ? AND sender = ? AND cid > ?" + RoomTable.LIVES
                        + " AND (content IS NOT NULL OR sender_name <> '') ORDER BY room_id, sender, cid LIMIT ?",
                room,
                sender,
                after == null ? "" : after,
                room,
                limit);
    }

    static List<Long> reacted(Session session, String room, String user, long after, int limit) {
        return session.all(
                row -> row.number(),
                "SELECT DISTINCT seq FROM $reaction WHERE user_id = ? AND room_id = ? AND seq > ?" + RoomTable.LIVES
                        + " ORDER BY seq LIMIT ?",
                user,
                room,
                after,
                room,
                limit);
    }
}
