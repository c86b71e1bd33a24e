package io.imbed.store.jdbc;

import io.imbed.protocol.EventBody;
import java.util.List;

/** Rows of {@code joining}: the events that tell a user's name, so that it can be taken out of them. */
final class JoiningTable {
    /** Whether the user has a name in a room: in the log, or in its row there. Three times the user, for room r. */
    static final String NAMED = "(EXISTS (SELECT 1 FROM $joining j WHERE j.user_id = ? AND j.room_id = r.room_id)"
            + " OR EXISTS (SELECT 1 FROM $member n WHERE n.room_id = r.room_id AND n.user_id = ? AND n.name <> ?))";

    private static final List<Column> KEY = List.of(Column.text("room_id"), Column.number("rev"));
    private static final Write INSERT = Write.insert("$joining", Column.all(KEY, List.of(Column.text("user_id"))));
    private static final Write DELETE = Write.delete("$joining", KEY);
    private static final Write DELETE_BELOW = Write.deleteBelow("$joining", KEY);

    private record Named(long rev, EventBody body) {}

    private JoiningTable() {}

    static void insert(Writes writes, String room, long rev, EventBody.Joined joined) {
        if (joined.names(joined.user())) writes.add(INSERT, room, rev, joined.user());
    }

    /** Takes a user's name out of the events that are stored and stay. */
    static void unname(Session session, Writes writes, String room, String user, long firstRev) {
        List<Named> named = session.all(
                row -> new Named(row.number(), Texts.body(row.text())),
                "SELECT e.rev, e.body FROM $joining j JOIN $event e ON e.room_id = j.room_id AND e.rev = j.rev"
                        + " WHERE j.user_id = ? AND j.room_id = ? AND j.rev >= ? ORDER BY j.rev",
                user,
                room,
                firstRev);
        for (Named each : named) {
            if (each.body() instanceof EventBody.Joined joined) {
                EventTable.rewrite(writes, room, each.rev(), joined.unnamed());
            }
            writes.add(DELETE, room, each.rev());
        }
    }

    static void deleteBelow(Writes writes, String room, long rev) {
        writes.add(DELETE_BELOW, room, rev);
    }
}
