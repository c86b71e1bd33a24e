package io.imbed.store.jdbc;

import io.imbed.Draft;
import io.imbed.Identity;
import io.imbed.protocol.Content;
import io.imbed.protocol.JsonText;
import io.imbed.spi.PendingSends.Pending;
import java.sql.SQLException;
import java.util.List;

/** Rows of {@code pending}: messages that the host wrote in its own transactions, until a lane has taken them. */
final class PendingTable {
    private static final String COLUMNS =
            "id, room_id, sender, sender_name, cid, content, reply_to, mentions, meta, hooks";

    /** One that has gone meanwhile is gone. */
    private static final Write DELETE = Write.deleteAll("$pending", List.of(Column.number("id")));

    static final Lookup<Waiting, Long> BY_ID =
            new Lookup<>("SELECT id FROM $pending WHERE " + Lookup.KEYS, List.of(Column.number("id")), Row::number);

    /** One that an entry of a room takes. */
    record Waiting(String room, long id) implements Lookup.Key {
        @Override
        public List<Object> values() {
            return List.of(id);
        }
    }

    private PendingTable() {}

    static Pending read(Row row) throws SQLException {
        return new Pending(
                row.number(), row.text(), Identity.of(row.text(), row.text()), row.text(), draft(row), row.flag());
    }

    private static Draft draft(Row row) throws SQLException {
        Content content = Content.parse(row.text());
        Long replyTo = row.numberOrNull();
        List<String> mentions = Texts.ids(row.textOrNull());
        String meta = row.textOrNull();
        return new Draft(content, replyTo, mentions, meta == null ? null : new JsonText(meta));
    }

    static List<Pending> next(Session session, int limit) {
        return session.all(
                PendingTable::read,
                "SELECT " + COLUMNS + " FROM $pending WHERE refused = 0 ORDER BY id LIMIT ?",
                limit);
    }

    static List<TransactionalSends.Refused> refused(Session session, int limit) {
        return session.all(
                row -> new TransactionalSends.Refused(read(row), row.text(), row.text()),
                "SELECT " + COLUMNS + ", refused_code, refused_why FROM $pending WHERE refused = 1 ORDER BY id LIMIT ?",
                limit);
    }

    static boolean isThere(Session session, long id) {
        return session.one(row -> row.number(), "SELECT id FROM $pending WHERE id = ?", id)
                .isPresent();
    }

    static void insert(Session session, String room, Identity sender, String cid, Draft draft, boolean hooks) {
        JsonText meta = draft.meta();
        session.update(
                "INSERT INTO $pending (room_id, sender, sender_name, cid, content, reply_to, mentions, meta, hooks,"
                        + " refused) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
                room,
                sender.id(),
                sender.name(),
                cid,
                draft.content().json().text(),
                draft.replyTo(),
                Texts.ids(draft.mentions()),
                meta == null ? null : meta.text(),
                hooks);
    }

    static void delete(Writes writes, long id) {
        writes.add(DELETE, id);
    }

    /** Returns how many rows it changed. */
    static int delete(Session session, long id) {
        return session.update("DELETE FROM $pending WHERE id = ?", id);
    }

    /** Returns how many rows it changed. */
    static int setAside(Session session, long id, String code, String why) {
        return session.update(
                "UPDATE $pending SET refused = 1, refused_code = ?, refused_why = ? WHERE id = ?", code, why, id);
    }

    /** Returns how many rows it changed. */
    static int offerAgain(Session session, long id) {
        return session.update(
                "UPDATE $pending SET refused = 0, refused_code = NULL, refused_why = NULL WHERE id = ?", id);
    }
}
