package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.protocol.Content;
import io.imbed.protocol.Durability;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Change;
import io.imbed.spi.Guard;
import io.imbed.spi.Outcome;
import io.imbed.spi.Storage;
import io.imbed.testkit.EntryBuilder;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is promised of rooms in a database that several nodes share. */
abstract class SharedDatabaseCase {
    private final List<Storage> opened = new ArrayList<>();
    final String prefix = TestDatabase.freshPrefix();

    abstract TestDatabase database();

    /** The name of its dialect. */
    abstract String dialect();

    /** A query that takes twenty seconds. */
    abstract String slowQuery();

    @AfterEach
    void close() {
        opened.forEach(Storage::close);
    }

    final JdbcStorage.Builder builder() {
        return JdbcStorage.builder(database().source()).prefix(prefix);
    }

    final Storage open(JdbcStorage.Builder builder) throws IOException {
        Storage storage = builder.build();
        synchronized (opened) {
            opened.add(storage);
        }
        return storage;
    }

    final Storage open() throws IOException {
        return open(builder());
    }

    /** As somebody's shell would, beside us. */
    final void sql(String... statements) throws SQLException {
        try (Connection connection = database().source().getConnection();
                Statement run = connection.createStatement()) {
            for (String each : statements) run.execute(each.replace("$", prefix));
        }
    }

    private static EntryBuilder making(String room) {
        return EntryBuilder.in(room).put(RoomKind.GROUP, null, "e-" + room).admit("alice", Role.OWNER);
    }

    private static EntryBuilder post(String cid) {
        return EntryBuilder.in("room").guard(new Guard.At("e-room", 1)).post("alice", cid, cid);
    }

    @Test
    void saysThatItSurvivesTheLossOfPowerAndMayBeShared() throws Exception {
        assertThat(open().traits()).isEqualTo(new Storage.Traits(Durability.DISK, true, 1));
    }

    @Test
    void fourThatStartAtOnceMakeTheTablesOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Storage>> starting = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                starting.add(threads.submit(() -> {
                    start.await();
                    return open();
                }));
            }
            start.countDown();
            for (int i = 0; i < 4; i++) Rooms.make(starting.get(i).get(30, TimeUnit.SECONDS), "room" + i);
            assertThat(Rooms.state(opened.get(0), "room3").members()).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void tablesOfANewerReleaseAreRefusedUnlessTheySayThatTheyMayBeUsed() throws Exception {
        Rooms.make(open(), "room");

        sql("UPDATE $schema SET version = 7, min_compatible = 2");
        for (SchemaMode mode : SchemaMode.values()) {
            assertThatThrownBy(() -> open(builder().schema(mode)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("have version 7 and need a release that knows version 2");
        }

        sql("UPDATE $schema SET version = 7, min_compatible = 1");
        assertThat(Rooms.state(open(), "room").rev()).isEqualTo(1);
    }

    @Test
    void tablesThatTheHostMadeFromOurTextAreEnough() throws Exception {
        assertThatThrownBy(() -> open(builder().schema(SchemaMode.CHECK)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no table " + prefix + "schema")
                .hasMessageContaining("JdbcStorage.schema(\"" + dialect() + "\", prefix)");

        sql(JdbcStorage.schema(dialect(), prefix).split(";\n"));
        Rooms.make(open(builder().schema(SchemaMode.CHECK)), "room");
        assertThat(Rooms.state(open(), "room").rev()).isEqualTo(1);

        sql("DROP TABLE $mention");
        assertThatThrownBy(() -> open(builder().schema(SchemaMode.CHECK)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no table " + prefix + "mention");
        sql("UPDATE $schema SET version = 0");
        assertThatThrownBy(() -> open(builder().schema(SchemaMode.CHECK)))
                .hasMessageContaining("the tables have version 0, and this release needs version 1");
    }

    @Test
    void ofTwoNodesThatMakeTheSameRoomOneDoes() throws Exception {
        Storage one = open();
        Storage other = open();
        for (int i = 0; i < 30; i++) {
            String room = "room" + i;
            CompletionStage<List<Outcome>> first =
                    one.log().append(List.of(making(room).build()));
            CompletionStage<List<Outcome>> second =
                    other.log().append(List.of(making(room).build()));

            List<Outcome> outcomes =
                    List.of(Rooms.get(first).get(0), Rooms.get(second).get(0));

            assertThat(outcomes).as(room).hasAtLeastOneElementOfType(Outcome.Stored.class);
            assertThat(outcomes).as(room).contains(new Outcome.Stale());
        }
    }

    @Test
    void twoNodesNumberOneRoomWithoutAGap() throws Exception {
        Storage one = open();
        Storage other = open();
        Rooms.append(one, making("room"));
        List<CompletionStage<List<Outcome>>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Storage storage = i % 2 == 0 ? one : other;
            answers.add(storage.log().append(List.of(post("c" + i).build())));
        }

        List<Long> numbers = new ArrayList<>();
        for (CompletionStage<List<Outcome>> answer : answers) {
            numbers.add(((Outcome.Stored) Rooms.get(answer).get(0)).seq());
        }
        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 100).boxed().toList());
        assertThat(Rooms.get(other.log().append(List.of(post("c2").build()))).get(0))
                .isInstanceOf(Outcome.Duplicate.class);
    }

    @Test
    void entryThatTheDatabaseDoesNotTakeFailsAlone() throws Exception {
        Storage storage = open();
        Rooms.append(storage, making("room"));
        sql("ALTER TABLE $message ADD CONSTRAINT $poison CHECK (cid <> 'poison')");

        List<Outcome> outcomes = Rooms.append(storage, post("c1"), post("poison"), post("c2"));

        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Stored(2, 2, 1, EntryBuilder.START));
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Failed.class);
        assertThat(outcomes.get(2)).isEqualTo(new Outcome.Stored(3, 3, 2, EntryBuilder.START));
    }

    @Test
    void roomThatSomebodyHoldsRefusesInTimeAndIsReadMeanwhile() throws Exception {
        Storage storage = open(builder().writeLimit(Duration.ofSeconds(1)));
        Rooms.append(storage, making("room"));
        try (Connection holder = database().source().getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("SELECT rev FROM " + prefix + "room WHERE room_id = 'room' FOR UPDATE");

            CompletionStage<List<Outcome>> held =
                    storage.log().append(List.of(post("c1").build()));
            assertThat(Rooms.events(storage, "room")).hasSize(1);
            assertThat(Rooms.get(held)).hasOnlyElementsOfType(Outcome.Refused.class);
            holder.rollback();
        }
        assertThat(Rooms.append(storage, post("c1"))).hasOnlyElementsOfType(Outcome.Stored.class);
    }

    @Test
    void queryThatTakesTooLongEndsAndTheNextOneDoesNot() {
        BorrowedSessions sessions = new BorrowedSessions(database().source(), prefix, Duration.ofMillis(200), true);
        Session session = sessions.take();
        assertThatThrownBy(() -> session.one(row -> row.textOrNull() == null, slowQuery()))
                .isInstanceOf(SqlFailure.class);
        assertThat(session.one(row -> row.number(), "SELECT 7")).contains(7L);
        sessions.give(session, true);
    }

    @Test
    void connectionsGoBackAsTheyCame() throws Exception {
        OddPool pool = new OddPool(database().url(), database().user());
        Storage storage = open(JdbcStorage.builder(pool).prefix(prefix));
        Rooms.append(storage, making("room"));
        Rooms.append(storage, post("c1"), post("c2"));

        assertThat(Rooms.events(storage, "room")).hasSize(3);
        assertThat(Rooms.state(storage, "room").seq()).isEqualTo(2);
        storage.close();

        assertThat(pool.givenBack()).hasSizeGreaterThan(6).containsOnly(OddPool.STATE);
    }

    @Test
    void textsAndKeysComeBackAsTheyAre() throws Exception {
        Storage storage = open();
        Rooms.append(storage, making("room"));
        String text = "\uD83D\uDE00é\"\\".repeat(8_000);
        Rooms.append(
                storage,
                EntryBuilder.in("room").guard(new Guard.At("e-room", 1)).post("alice", "c1", text));
        long rev = 2;
        for (String key : List.of("a", "a ", "A", "á", "\uD83D\uDE00")) {
            List<Outcome> reacted = Rooms.append(
                    storage,
                    EntryBuilder.in("room")
                            .guard(new Guard.At("e-room", 1))
                            .change(new Change.React(1, rev++, "alice", key, true))
                            .event(new EventBody.Reacted(1, key, true)));
            assertThat(reacted).hasOnlyElementsOfType(Outcome.Stored.class);
        }

        assertThat(Rooms.get(storage.log().message("room", 1)).orElseThrow().content())
                .isEqualTo(Content.text(text));
        assertThat(Rooms.get(storage.log().reactions("room", 1, "alice")))
                .containsExactlyInAnyOrder("a", "a ", "A", "á", "\uD83D\uDE00");
    }

    /** Forgotten like this when the database ends: see {@link ServerDialect#word}. */
    final void forget() throws SQLException {
        sql("DELETE FROM $alive");
    }

    final void weakerDatabaseBeginsAnotherEpochWhenItHasEnded(JdbcStorage.Builder weaker, String setting)
            throws Exception {
        assertThatThrownBy(weaker::build)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(setting)
                .hasMessageContaining(".durability(PROCESS) accepts it");
        weaker.durability(Durability.PROCESS);
        Storage storage = open(weaker);
        assertThat(storage.traits().durability()).isEqualTo(Durability.PROCESS);
        Rooms.append(storage, making("room"));
        Storage second = open(weaker);
        assertThat(Rooms.state(second, "room").epoch())
                .as("of one that lives on")
                .isEqualTo("e-room");

        forget();
        assertThat(Rooms.append(second, post("c1"))).containsOnly(new Outcome.Stale());
        String epoch = Rooms.state(second, "room").epoch();
        assertThat(epoch).isNotEqualTo("e-room");
        assertThat(Rooms.append(storage, Rooms.post(storage, "room", "c2")))
                .as("of the node that hears of it last")
                .hasOnlyElementsOfType(Outcome.Stored.class);
        assertThat(Rooms.state(open(weaker), "room").epoch()).isEqualTo(epoch);

        forget();
        assertThat(Rooms.state(open(weaker), "room").epoch()).isNotEqualTo(epoch);
    }
}
