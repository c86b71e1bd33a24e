package io.imbed.store.jdbc;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rows of {@code reaction}; their order is that of rev, as each event brings one. */
final class ReactionTable {
    private ReactionTable() {}

    static boolean has(Session session, String room, long seq, String user, String key) {
        return session.one(
                        row -> row.number(),
                        "SELECT rev FROM $reaction WHERE room_id = ? AND seq = ? AND reaction_key = ? AND user_id = ?",
                        room,
                        seq,
                        key,
                        user)
                .isPresent();
    }

    static Set<String> keys(Session session, String room, long seq, String user) {
        return new HashSet<>(session.all(
                row -> row.text(),
                "SELECT reaction_key FROM $reaction WHERE room_id = ? AND seq = ? AND user_id = ?",
                room,
                seq,
                user));
    }

    /** Who reacted first with a key. */
    static List<String> first(Session session, String room, long seq, String key, int limit) {
        return session.all(
                row -> row.text(),
                "SELECT user_id FROM $reaction WHERE room_id = ? AND seq = ? AND reaction_key = ? ORDER BY rev LIMIT ?",
                room,
                seq,
                key,
                limit);
    }

    static void insert(Session session, String room, long seq, String key, String user, long rev) {
        session.update(
                "INSERT INTO $reaction (room_id, seq, reaction_key, user_id, rev) VALUES (?, ?, ?, ?, ?)",
                room,
                seq,
                key,
                user,
                rev);
    }

    static void delete(Session session, String room, long seq, String key, String user) {
        session.update(
                "DELETE FROM $reaction WHERE room_id = ? AND seq = ? AND reaction_key = ? AND user_id = ?",
                room,
                seq,
                key,
                user);
    }

    static void deleteAll(Session session, String room, long seq) {
        session.update("DELETE FROM $reaction WHERE room_id = ? AND seq = ?", room, seq);
    }
}
