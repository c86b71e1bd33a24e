package io.imbed.store.jdbc;

import java.util.List;
import java.util.Optional;

/**
 * Rows of {@code ended}: rooms that are over, as far as rows of theirs are still to be deleted. That of a large room takes as
 * long as many appends, so it is done in small steps behind the end ({@link Clearing}); until then nothing is read of a room
 * that has no row in {@code room}, and its id does not begin another life, unless what is left is little enough to go with
 * the making.
 *
 * <p>Whoever deletes, or makes the room anew, holds the lock of the row: else a step could take what is new for what was left.
 */
final class EndedTable {
    /** So many rows go at once, which takes some milliseconds. */
    static final int AT_ONCE = 2_000;
    /** What one step takes of one table. */
    static final int STEP = 500;

    private static final List<Column> KEY = List.of(Column.text("room_id"));
    private static final Write INSERT = Write.insert("$ended", Column.all(KEY, List.of(Column.number("rows_left"))));

    /** @param key what its rows are deleted by; those that are not counted go first, so that few are left when few are counted */
    private record Part(String table, String key, boolean isCounted) {}

    private static final List<Part> PARTS = List.of(
            new Part("$reaction", "seq", false),
            new Part("$mention", "seq", false),
            new Part("$restraint", "user_id", false),
            new Part("$joining", "rev", false),
            new Part("$event", "rev", true),
            new Part("$message", "seq", true),
            new Part("$member", "user_id", true));

    /** @param rows messages, events and members */
    record Ended(String room, long rows) {}

    private EndedTable() {}

    /** Rooms that are about to be made, and are over; locked. */
    static Lookup<RoomTable.Id, Ended> locking(String lock) {
        return new Lookup<>(
                "SELECT room_id, rows_left FROM $ended WHERE " + Lookup.KEYS + lock,
                KEY,
                row -> new Ended(row.text(), row.number()));
    }

    static void insert(Writes writes, String room, long rows) {
        writes.add(INSERT, room, rows);
    }

    /** Deletes some of what is left of one room. Returns whether there may be more. */
    static boolean clearSome(Session session) {
        Optional<String> next = session.one(
                row -> row.text(), "SELECT room_id FROM $ended ORDER BY room_id LIMIT 1" + session.forUpdate());
        if (next.isEmpty()) return false;
        String room = next.get();
        long counted = 0;
        for (Part part : PARTS) {
            Optional<Object> last = lastOfStep(session, part, room);
            String some = last.isEmpty() ? "" : " AND " + part.key() + " <= ?";
            String delete = "DELETE FROM " + part.table() + " WHERE room_id = ?" + some;
            int deleted = last.isEmpty() ? session.update(delete, room) : session.update(delete, room, last.get());
            if (part.isCounted()) counted += deleted;
            if (last.isPresent()) {
                session.update("UPDATE $ended SET rows_left = rows_left - ? WHERE room_id = ?", counted, room);
                return true;
            }
        }
        session.update("DELETE FROM $ended WHERE room_id = ?", room);
        return true;
    }

    /** The key up to which a step reaches; empty if it takes all. */
    private static Optional<Object> lastOfStep(Session session, Part part, String room) {
        return session.one(
                row -> part.key().equals("user_id") ? row.text() : (Object) row.number(),
                "SELECT " + part.key() + " FROM " + part.table() + " WHERE room_id = ? ORDER BY room_id, " + part.key()
                        + " LIMIT 1 OFFSET " + (STEP - 1),
                room);
    }
}
