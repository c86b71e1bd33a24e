package io.imbed.store.jdbc;

import io.imbed.spi.ChangeFeed.Changed;
import java.sql.SQLException;
import java.util.List;

/**
 * What transactions have done to rooms, for the other nodes: rows of {@code change}, numbered by the one row of {@code feed}.
 *
 * <p>Each transaction raises that row last of all and holds its lock until it is committed, so numbers become visible in
 * their order: whoever has seen one has seen all below it. Rooms are locked before, so nobody waits in a circle.
 */
final class ChangeTable {
    /** What is not kept any more, and the newest there is. */
    record Bounds(long kept, long newest) {}

    /** A life of the numbers that nobody has counted up to. */
    private static final long LEAP = 1_000_000_000L;

    private static final Write RAISE = Write.raise("$feed", Column.number("token"));
    private static final Write INSERT = Write.number(
            "$change",
            List.of(
                    Column.number("token"),
                    Column.text("room_id"),
                    Column.text("epoch"),
                    Column.number("first_rev"),
                    Column.number("last_rev"),
                    Column.number("policy"),
                    Column.number("dropped")));

    private ChangeTable() {}

    /** The last that a transaction does. */
    static void tell(Writes writes, List<Changed> changes) {
        if (changes.isEmpty()) return;
        writes.add(RAISE, changes.size());
        int behind = changes.size();
        for (Changed each : changes) {
            behind--;
            writes.add(
                    INSERT,
                    behind,
                    each.room(),
                    each.epoch(),
                    each.firstRev(),
                    each.lastRev(),
                    each.policy(),
                    each.dropped());
        }
    }

    static Bounds bounds(Session session) {
        return session.one(row -> new Bounds(row.number(), row.number()), "SELECT kept, token FROM $feed")
                .orElseThrow(() -> new IllegalStateException("the table feed has no row"));
    }

    /** In their order; each has a number of its own, and there is none without one. */
    static List<Changed> after(Session session, long token, int limit) {
        return session.all(
                ChangeTable::read,
                "SELECT room_id, epoch, first_rev, last_rev, policy, dropped FROM $change"
                        + " WHERE token > ? ORDER BY token LIMIT ?",
                token,
                limit);
    }

    private static Changed read(Row row) throws SQLException {
        return new Changed(row.text(), row.text(), row.number(), row.number(), row.number(), row.flag());
    }

    /** Drops those up to a token. The counter, which writers wait for, is the last to be locked. */
    static void prune(Session session, long upTo) {
        session.update("DELETE FROM $change WHERE token <= ?", upTo);
        session.update("UPDATE $feed SET kept = ? WHERE kept < ?", upTo, upTo);
    }

    /** Anything may have become otherwise: every node is to look at everything again, whatever it had seen. */
    static void lose(Session session) {
        session.update("UPDATE $feed SET token = token + ?", LEAP);
        session.update("UPDATE $feed SET kept = token");
    }
}
