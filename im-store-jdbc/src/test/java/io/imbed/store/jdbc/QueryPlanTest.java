package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Durability;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.Request.Anchor.Side;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Restraint;
import io.imbed.spi.RoomStore.SeatOrder;
import io.imbed.testkit.EntryBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A room of a million messages is read as fast as a small one: every query finds its rows by a key, and in order. */
class QueryPlanTest {
    private static final EntryBuilder MAKING =
            EntryBuilder.in("room").put(RoomKind.CHANNEL, null, "e1").admit("alice", Role.OWNER);

    /** What has to be sorted: a user's rooms by activity, members by seniority, one key's reactions, and what is counted once. */
    private static final List<String> SORTED = List.of(
            "ORDER BY r.active_at DESC",
            "ORDER BY b.role DESC",
            "reaction_key = ? ORDER BY rev",
            "ROW_NUMBER",
            "DISTINCT");

    /** What was given in the query, or was found by a key within it. */
    private static final String GIVEN = "SCAN (\\d+.ROW VALUES CLAUSE|\\d+ CONSTANT ROWS|f|\\(subquery-\\d+\\))";

    @Test
    void everyQueryFindsItsRowsByAKey(@TempDir Path folder) throws Exception {
        try (SqliteFile file = SqliteFile.take(folder, Durability.DISK, "im_", System::nanoTime);
                Session session = file.open(Duration.ofMinutes(1))) {
            Schema.migrate(session, new SqliteDialect());
            new WriteTurn(session, new SqliteDialect()).write(List.of(List.of(MAKING.build())));
            Header header = RoomTable.header(session, "room").orElseThrow();
            readEverything(session, header);

            Map<String, String> scans = new LinkedHashMap<>();
            for (String sql : session.prepared()) {
                if (sql.contains("$schema")) continue; // a single row
                for (String step : plan(session, sql)) {
                    boolean sorts =
                            step.contains("TEMP B-TREE") && SORTED.stream().noneMatch(sql::contains);
                    if (sorts || step.startsWith("SCAN") && !step.matches(GIVEN)) scans.put(sql, step);
                }
            }
            assertThat(scans).isEmpty();
            assertThat(session.prepared()).hasSizeGreaterThan(20);
        }
    }

    private static List<String> plan(Session session, String sql) {
        Object[] nothing = Collections.nCopies(
                        (int) sql.chars().filter(c -> c == '?').count(), 0L)
                .toArray();
        return session.all(
                row -> {
                    row.number();
                    row.number();
                    row.number();
                    return row.text();
                },
                "EXPLAIN QUERY PLAN " + sql,
                nothing);
    }

    /** Of each kind of key so many. */
    private static void readAhead(Session session, int size) {
        List<Entry> entries = IntStream.range(0, size)
                .mapToObj(i -> EntryBuilder.in("room")
                        .post("alice", "c" + i, "text")
                        .change(new Change.React(i, i, "alice", "a", false))
                        .change(new Change.Release("eve" + i, Restraint.Kind.BAN))
                        .build())
                .toList();
        ReadAhead.drafts(session, PlainBulk.withValues(), Foreseen.of(List.of(entries)));
    }

    private static void readEverything(Session session, Header header) {
        RoomTable.state(session, "room");
        RoomTable.states(session, RoomKind.CHANNEL, "a", 10);
        EventTable.after(session, header, 0, 10, 1_000);
        for (Side side : Side.values())
            HistoryPage.read(session, header, new Anchor(side, side == Side.LATEST ? 0 : 5), 10, 1_000);
        MessageTable.bySeq(session, "room", 1);
        MessageTable.byCid(session, "room", "alice", "c1");
        MessageTable.pinned(session, "room");
        MessageTable.contentRevBelow(session, "room", 5);
        MemberTable.member(session, "room", "alice");
        MemberTable.page(session, "room", "a", 10);
        MemberTable.readers(session, "room", 1, "alice", null, 10);
        MemberTable.senior(session, "room", "alice");
        MemberTable.seat(session, "room", "alice");
        MemberTable.seats(session, "alice", SeatOrder.BY_ROOM, null, 10);
        MemberTable.seats(session, "alice", SeatOrder.LATEST_FIRST, null, 10);
        MemberTable.seats(session, "alice", SeatOrder.LATEST_FIRST, "room", 10);
        MemberTable.sharing(session, "alice", List.of("bob"));
        MemberTable.sharing(session, "alice", new TreeSet<>(List.of("bob", "carol")));
        RestraintTable.of(session, "room", "eve");
        RestraintTable.bans(session, "room", EntryBuilder.START, null, 10);
        ReactionTable.keys(session, "room", 1, "alice");
        UpkeepReads.extents(session, "a", 10);
        UpkeepReads.due(session, header, EntryBuilder.START, EntryBuilder.START, 1, 10);
        UpkeepReads.traces(session, "alice", "a", 10);
        UpkeepReads.sent(session, "room", "alice", "a", 10);
        UpkeepReads.reacted(session, "room", "alice", 1, 10);
        ReactionTable.rev(session, new ReactionTable.Own("room", 1, "a", "alice"));
        ReactionTable.first(session, new ReactionTable.Key("room", 1, "a"), 20);
        for (int size : List.of(1, 5, 30)) readAhead(session, size);
        Writes writes = new Writes();
        MessageTable.deleteBelow(writes, "room", 0);
        EventTable.deleteBelow(writes, "room", 0);
        ReactionTable.deleteAll(writes, "room", 1);
        RoomTable.wipe(writes, "room");
        writes.send(session, PlainBulk.withValues());
    }
}
