package io.imbed.store.jdbc;

import io.imbed.protocol.Content;
import io.imbed.protocol.JsonText;
import io.imbed.protocol.Message;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows of {@code message}, m in queries. */
final class MessageTable {
    static final String COLUMNS = "m.room_id, m.seq, m.rev, m.cid, m.sender, m.sender_name, m.sent_at, m.content,"
            + " m.reply_to, m.mentions, m.meta, m.edited_at, m.reactions, m.pinned,"
            + " m.digest, m.posted_rev, m.content_rev";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM $message m WHERE m.room_id = ?";

    private static final List<Column> KEY = List.of(Column.text("room_id"), Column.number("seq"));
    private static final List<Column> CHANGING = List.of(
            Column.number("rev"),
            Column.text("sender_name"),
            Column.text("digest"),
            Column.text("content"),
            Column.number("reply_to"),
            Column.text("mentions"),
            Column.text("meta"),
            Column.number("edited_at"),
            Column.text("reactions"),
            Column.number("pinned"),
            Column.number("content_rev"));
    private static final List<Column> STAYING =
            List.of(Column.number("posted_rev"), Column.text("cid"), Column.text("sender"), Column.number("sent_at"));
    private static final Write INSERT = Write.insert("$message", Column.all(CHANGING, KEY, STAYING));
    private static final Write UPDATE = Write.update("$message", CHANGING, KEY);
    private static final List<Write> DELETE_BELOW = Stream.of("$message", "$mention", "$reaction")
            .map(table -> Write.deleteBelow(table, KEY))
            .toList();

    static final Lookup<Place, Kept> BY_SEQ = new Lookup<>(
            "SELECT " + COLUMNS + " FROM $message m WHERE " + Lookup.KEYS,
            List.of(Column.text("m.room_id"), Column.number("m.seq")),
            MessageTable::read);
    static final Lookup<Cid, Kept> BY_CID = new Lookup<>(
            "SELECT " + COLUMNS + " FROM $message m WHERE " + Lookup.KEYS,
            List.of(Column.text("m.room_id"), Column.text("m.sender"), Column.text("m.cid")),
            MessageTable::read);

    /** Where a message stands. */
    record Place(String room, long seq) implements Lookup.Key {
        static Place of(Message message) {
            return new Place(message.room(), message.seq());
        }

        @Override
        public List<Object> values() {
            return List.of(room, seq);
        }
    }

    /** What a message is called by its sender. */
    record Cid(String room, String sender, String cid) implements Lookup.Key {
        static Cid of(Message message) {
            return new Cid(message.room(), message.sender(), message.cid());
        }

        @Override
        public List<Object> values() {
            return List.of(room, sender, cid);
        }
    }

    /** An old message, of which only this is of interest when it goes. */
    record Old(String room, long seq, long contentRev) {}

    private MessageTable() {}

    static Kept read(Row row) throws SQLException {
        return read(row, row.text());
    }

    /** The message of an outer join, whose columns are the last ones of the row. */
    static @Nullable Kept readOrNull(Row row) throws SQLException {
        String room = row.textOrNull();
        return room == null ? null : read(row, room);
    }

    private static Kept read(Row row, String room) throws SQLException {
        Message message = new Message(
                room,
                row.number(),
                row.number(),
                row.text(),
                row.text(),
                row.text(),
                row.time(),
                content(row.textOrNull()),
                row.numberOrNull(),
                Texts.ids(row.textOrNull()),
                meta(row.textOrNull()),
                row.timeOrNull(),
                Texts.reactions(row.textOrNull()),
                row.flag());
        return new Kept(message, row.text(), row.number(), row.number());
    }

    private static @Nullable Content content(@Nullable String json) {
        return json == null ? null : Content.parse(json);
    }

    private static @Nullable JsonText meta(@Nullable String json) {
        return json == null ? null : new JsonText(json);
    }

    static Optional<Kept> bySeq(Session session, String room, long seq) {
        return session.one(MessageTable::read, SELECT + " AND m.seq = ?" + RoomTable.LIVES, room, seq, room);
    }

    static Optional<Kept> byCid(Session session, String room, String sender, String cid) {
        return session.one(
                MessageTable::read,
                SELECT + " AND m.sender = ? AND m.cid = ?" + RoomTable.LIVES,
                room,
                sender,
                cid,
                room);
    }

    static List<Kept> pinned(Session session, String room) {
        return session.all(
                MessageTable::read, SELECT + " AND m.pinned = 1" + RoomTable.LIVES + " ORDER BY m.seq", room, room);
    }

    /**
     * Downwards from below {@code seq}, until {@code page} has enough. They have no gaps, so both ends are numbers: not every
     * database that is told to stop early does.
     */
    static <T> T below(Session session, String room, long seq, int limit, Session.Reader<T> page) {
        return session.read(page, SELECT + " AND m.seq < ? AND m.seq >= ? ORDER BY m.seq DESC", room, seq, seq - limit);
    }

    /** Upwards from {@code seq}, which is kept or yet to come, until {@code page} has enough. */
    static <T> T from(Session session, String room, long seq, int limit, Session.Reader<T> page) {
        return session.read(page, SELECT + " AND m.seq >= ? AND m.seq < ? ORDER BY m.seq", room, seq, seq + limit);
    }

    /**
     * The oldest messages of rooms that keep so many, as far as they go when {@code posts} more are stored, so that none is read
     * of a room that is not full.
     */
    static Lookup<RoomTable.Id, Old> oldest(int posts) {
        return new Lookup<>(
                "SELECT m.room_id, m.seq, m.content_rev FROM $room r JOIN $message m ON m.room_id = r.room_id"
                        + " AND m.seq <= r.seq - r.keep + " + posts + " AND m.seq < r.first_seq + " + posts
                        + " WHERE r.keep > 0 AND " + Lookup.KEYS,
                List.of(Column.text("r.room_id")),
                row -> new Old(row.text(), row.number(), row.number()));
    }

    /** The last event that shows the content of any message below {@code seq}; 0 if there is none. */
    static long contentRevBelow(Session session, String room, long seq) {
        return session.one(
                        row -> row.number(),
                        "SELECT MAX(content_rev) FROM $message WHERE room_id = ? AND seq < ?",
                        room,
                        seq)
                .orElse(0L);
    }

    static void insert(Writes writes, Kept kept) {
        Message message = kept.message();
        writes.add(
                INSERT,
                message.rev(),
                message.senderName(),
                kept.digest(),
                json(message.content()),
                message.replyTo(),
                Texts.ids(message.mentions()),
                message.meta() == null ? null : message.meta().text(),
                message.editedAt(),
                Texts.reactions(message.reactions()),
                message.pinned(),
                kept.contentRev(),
                message.room(),
                message.seq(),
                kept.postedRev(),
                message.cid(),
                message.sender(),
                message.at());
    }

    /** Replaces what may change of a message. */
    static void update(Writes writes, Kept kept) {
        Message message = kept.message();
        writes.add(
                UPDATE,
                message.rev(),
                message.senderName(),
                kept.digest(),
                json(message.content()),
                message.replyTo(),
                Texts.ids(message.mentions()),
                message.meta() == null ? null : message.meta().text(),
                message.editedAt(),
                Texts.reactions(message.reactions()),
                message.pinned(),
                kept.contentRev(),
                message.room(),
                message.seq());
    }

    private static @Nullable String json(@Nullable Content content) {
        return content == null ? null : content.json().text();
    }

    /** With what belongs to them. */
    static void deleteBelow(Writes writes, String room, long seq) {
        for (Write each : DELETE_BELOW) writes.add(each, room, seq);
    }

    /** A time as it is kept. */
    static Instant kept(Instant time) {
        return Instant.ofEpochMilli(time.toEpochMilli());
    }
}
