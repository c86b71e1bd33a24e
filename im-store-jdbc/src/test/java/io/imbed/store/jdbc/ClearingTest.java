package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Entry;
import io.imbed.spi.Outcome;
import io.imbed.spi.Storage;
import io.imbed.testkit.EntryBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of a large room that is over go in small steps, whatever comes between. */
class ClearingTest {
    private static final int POSTS = 2 * EndedTable.AT_ONCE;
    private static final List<String> TABLES =
            List.of("reaction", "mention", "restraint", "event", "message", "member");

    private final DirectThreads threads = new DirectThreads();

    @TempDir
    Path folder;

    private Storage open() throws IOException {
        return SqliteStorage.builder(folder).threads(threads).build();
    }

    private void makeAndEnd(Storage storage, String room) throws Exception {
        Rooms.make(storage, room);
        for (int from = 0; from < POSTS; from += EndedTable.STEP) {
            List<Entry> posts = new ArrayList<>();
            for (int i = from; i < from + EndedTable.STEP; i++) {
                posts.add(EntryBuilder.in(room)
                        .on(Rooms.state(storage, room))
                        .post("alice", "c" + i, "text", "bob")
                        .build());
            }
            assertThat(Rooms.get(storage.log().append(posts))).hasOnlyElementsOfType(Outcome.Stored.class);
        }
        assertThat(end(storage, room)).isInstanceOf(Outcome.Stored.class);
    }

    private static Outcome end(Storage storage, String room) throws Exception {
        return Rooms.append(
                        storage,
                        EntryBuilder.in(room).on(Rooms.state(storage, room)).drop())
                .get(0);
    }

    private static Outcome makeAnew(Storage storage) throws Exception {
        return Rooms.append(
                        storage,
                        EntryBuilder.in("room")
                                .put(RoomKind.GROUP, null, "another")
                                .admit("carol", Role.OWNER))
                .get(0);
    }

    private Map<String, Long> rows() throws SQLException {
        Map<String, Long> rows = new LinkedHashMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("imbed.db"));
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                try (ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM im_" + table)) {
                    rows.put(table, count.getLong(1));
                }
            }
        }
        return rows;
    }

    private long sum() throws SQLException {
        return rows().values().stream().mapToLong(Long::longValue).sum();
    }

    @Test
    void rowsGoAFewAtOnceWithPausesBetween() throws Exception {
        try (Storage storage = open()) {
            makeAndEnd(storage, "room");
            long before = sum();
            assertThat(before).as("nothing but the room's row has gone").isGreaterThan(2 * POSTS);

            int steps = 0;
            for (long left = before; left > 0; steps++) {
                threads.advance(Clearing.BETWEEN_STEPS);
                long now = sum();
                assertThat(left - now).isBetween(1L, 3L * EndedTable.STEP);
                left = now;
            }
            assertThat(steps).isGreaterThan(10);
            threads.advance(Clearing.NEXT_LOOK);
            assertThat(makeAnew(storage)).isInstanceOf(Outcome.Stored.class);
        }
    }

    @Test
    void smallRoomIsGoneWithItsEnd() throws Exception {
        try (Storage storage = open()) {
            Rooms.make(storage, "room");
            Rooms.append(storage, Rooms.post(storage, "room", "c1"));

            end(storage, "room");

            assertThat(sum()).isZero();
        }
    }

    @Test
    void idWaitsUntilLittleIsLeftAndThenBeginsWithoutIt() throws Exception {
        try (Storage storage = open()) {
            makeAndEnd(storage, "room");
            int refused = 0;
            Outcome made = makeAnew(storage);
            for (; made instanceof Outcome.Refused; refused++) {
                threads.advance(Clearing.BETWEEN_STEPS);
                made = makeAnew(storage);
            }

            assertThat(made).isInstanceOf(Outcome.Stored.class);
            assertThat(refused).isGreaterThan(5);
            Map<String, Long> mine =
                    Map.of("reaction", 0L, "mention", 0L, "restraint", 0L, "event", 1L, "message", 0L, "member", 1L);
            assertThat(rows()).as("what was left went with the making").isEqualTo(mine);

            threads.advance(Clearing.NEXT_LOOK);
            assertThat(rows()).as("and nothing goes any more").isEqualTo(mine);
        }
    }

    /** The end and the making in one transaction. */
    @Test
    void idOfALargeRoomIsNotFreeInTheBatchThatEndsIt() throws Exception {
        try (Storage storage = open()) {
            makeAndEnd(storage, "other");
            Rooms.make(storage, "room");
            for (int i = 0; i < EndedTable.AT_ONCE; i += EndedTable.STEP) {
                List<Entry> posts = new ArrayList<>();
                for (int j = i; j < i + EndedTable.STEP; j++) {
                    posts.add(Rooms.post(storage, "room", "c" + j).build());
                }
                Rooms.get(storage.log().append(posts));
            }

            List<Outcome> outcomes = Rooms.append(
                    storage,
                    EntryBuilder.in("room").on(Rooms.state(storage, "room")).drop(),
                    EntryBuilder.in("room").put(RoomKind.GROUP, null, "another").admit("carol", Role.OWNER));

            assertThat(outcomes.get(0)).isInstanceOf(Outcome.Stored.class);
            assertThat(outcomes.get(1)).isInstanceOf(Outcome.Refused.class);
            assertThat(Rooms.get(storage.store().room("room"))).isEmpty();
        }
    }

    @Test
    void whatAProcessLeavesBehindTheNextOneDeletes() throws Exception {
        try (Storage storage = open()) {
            makeAndEnd(storage, "room");
            threads.advance(Clearing.BETWEEN_STEPS);
        }
        assertThat(sum()).isPositive();

        try (Storage storage = open()) {
            threads.advance(Clearing.BETWEEN_STEPS.multipliedBy(100));
            assertThat(sum()).isZero();
            assertThat(makeAnew(storage)).isInstanceOf(Outcome.Stored.class);
        }
    }

    /** It ended on another node, which is gone. */
    @Test
    void whatAnotherNodeLeavesBehindIsFoundWithinAMinute() throws Exception {
        try (Storage storage = open()) {
            threads.advance(Clearing.BETWEEN_STEPS);
            Rooms.make(storage, "room");
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("imbed.db"));
                    Statement statement = other.createStatement()) {
                statement.execute("DELETE FROM im_room");
                statement.execute("INSERT INTO im_ended (room_id, rows_left) VALUES ('room', 2)");
            }

            threads.advance(Clearing.NEXT_LOOK);

            assertThat(sum()).isZero();
        }
    }
}
