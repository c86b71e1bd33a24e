package io.imbed.store.jdbc;

import io.imbed.protocol.Content;
import io.imbed.protocol.JsonText;
import io.imbed.protocol.Message;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of {@code message}, m in queries, and those of {@code mention}, which follow them. */
final class MessageTable {
    static final String COLUMNS = "m.room_id, m.seq, m.rev, m.cid, m.sender, m.sender_name, m.sent_at, m.content,"
            + " m.reply_to, m.mentions, m.meta, m.edited_at, m.reactions, m.pinned,"
            + " m.digest, m.posted_rev, m.content_rev";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM $message m WHERE m.room_id = ?";

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
        return session.one(MessageTable::read, SELECT + " AND m.seq = ?", room, seq);
    }

    static Optional<Kept> byCid(Session session, String room, String sender, String cid) {
        return session.one(MessageTable::read, SELECT + " AND m.sender = ? AND m.cid = ?", room, sender, cid);
    }

    static List<Kept> pinned(Session session, String room) {
        return session.all(MessageTable::read, SELECT + " AND m.pinned = 1 ORDER BY m.seq", room);
    }

    /** Downwards from below {@code seq}, until {@code page} has enough. */
    static <T> T below(Session session, String room, long seq, int limit, Session.Reader<T> page) {
        return session.read(page, SELECT + " AND m.seq < ? ORDER BY m.seq DESC LIMIT ?", room, seq, limit);
    }

    /** Upwards from {@code seq}, until {@code page} has enough. */
    static <T> T from(Session session, String room, long seq, int limit, Session.Reader<T> page) {
        return session.read(page, SELECT + " AND m.seq >= ? ORDER BY m.seq LIMIT ?", room, seq, limit);
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

    static void insert(Session session, Kept kept) {
        Message message = kept.message();
        session.update(
                "INSERT INTO $message (rev, content, mentions, meta, edited_at, reactions, pinned, content_rev,"
                        + " room_id, seq, posted_rev, cid, sender, sender_name, sent_at, digest, reply_to)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                message.rev(),
                json(message.content()),
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
                message.senderName(),
                message.at(),
                kept.digest(),
                message.replyTo());
        for (String user : mentioned(message)) mention(session, message, user);
    }

    /** Replaces what may change of a message. */
    static void update(Session session, Kept was, Kept kept) {
        Message message = kept.message();
        session.update(
                "UPDATE $message SET rev = ?, sender_name = ?, digest = ?, content = ?, reply_to = ?, mentions = ?, meta = ?, edited_at = ?,"
                        + " reactions = ?, pinned = ?, content_rev = ? WHERE room_id = ? AND seq = ?",
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
        LinkedHashSet<String> before = mentioned(was.message());
        LinkedHashSet<String> after = mentioned(message);
        for (String user : before) {
            if (after.contains(user)) continue;
            session.update(
                    "DELETE FROM $mention WHERE room_id = ? AND user_id = ? AND seq = ?",
                    message.room(),
                    user,
                    message.seq());
        }
        for (String user : after) {
            if (!before.contains(user)) mention(session, message, user);
        }
    }

    private static void mention(Session session, Message message, String user) {
        session.update(
                "INSERT INTO $mention (room_id, user_id, seq, sender) VALUES (?, ?, ?, ?)",
                message.room(),
                user,
                message.seq(),
                message.sender());
    }

    private static LinkedHashSet<String> mentioned(Message message) {
        return new LinkedHashSet<>(message.mentions());
    }

    private static @Nullable String json(@Nullable Content content) {
        return content == null ? null : content.json().text();
    }

    static void deleteBelow(Session session, String room, long seq) {
        session.update("DELETE FROM $message WHERE room_id = ? AND seq < ?", room, seq);
        session.update("DELETE FROM $mention WHERE room_id = ? AND seq < ?", room, seq);
        session.update("DELETE FROM $reaction WHERE room_id = ? AND seq < ?", room, seq);
    }

    /** A time as it is kept. */
    static Instant kept(Instant time) {
        return Instant.ofEpochMilli(time.toEpochMilli());
    }
}
