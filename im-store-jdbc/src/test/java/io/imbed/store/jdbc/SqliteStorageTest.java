package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.protocol.Durability;
import io.imbed.protocol.Role;
import io.imbed.spi.Entry;
import io.imbed.spi.Outcome;
import io.imbed.spi.Storage;
import io.imbed.testkit.EntryBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is particular to rooms in a SQLite file. */
class SqliteStorageTest {
    private final List<Storage> opened = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        opened.forEach(Storage::close);
    }

    private Storage open(SqliteStorage.Builder builder) throws IOException {
        Storage storage = builder.build();
        opened.add(storage);
        return storage;
    }

    private Storage open() throws IOException {
        return open(SqliteStorage.builder(folder));
    }

    /** As somebody's shell would, beside us. */
    private void sql(String statement) throws SQLException {
        try (Connection connection = connection(folder);
                Statement run = connection.createStatement()) {
            run.execute(statement);
        }
    }

    private static Connection connection(Path folder) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("imbed.db"));
    }

    @Test
    void saysThatItSurvivesTheLossOfPowerAndIsForOneProcess() throws Exception {
        assertThat(open().traits()).isEqualTo(new Storage.Traits(Durability.DISK, false, 1));
    }

    @Test
    void folderThatIsInUseIsRefusedUntilItIsClosed() throws Exception {
        Storage first = open();

        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("in use by another server");

        first.close();
        Rooms.make(open(), "room");
    }

    @Test
    void tablesOfANewerReleaseAreRefusedUnlessTheySayThatTheyMayBeUsed() throws Exception {
        Storage storage = open();
        Rooms.make(storage, "room");
        storage.close();

        sql("UPDATE im_schema SET version = 7, min_compatible = 2");
        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("have version 7 and need a release that knows version 2");

        sql("UPDATE im_schema SET version = 7, min_compatible = 1");
        assertThat(Rooms.state(open(), "room").rev()).isEqualTo(1);
    }

    @Test
    void tablesAreMadeOnce() throws Exception {
        Storage storage = open();
        Rooms.make(storage, "room");
        storage.close();

        Rooms.make(open(), "other");

        assertThat(Rooms.state(opened.get(1), "room").members()).isEqualTo(1);
    }

    @Test
    void allNamesHaveThePrefixThatTheHostChose() throws Exception {
        Rooms.make(open(SqliteStorage.builder(folder).prefix("chat_")), "room");

        List<String> names = new ArrayList<>();
        try (Connection connection = connection(folder);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_autoindex_chat_%'")) {
            while (rows.next()) names.add(rows.getString(1));
        }
        assertThat(names).hasSizeGreaterThan(8).allMatch(name -> name.startsWith("chat_"));
        assertThatThrownBy(() -> SqliteStorage.builder(folder).prefix("im; drop"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void entryThatTheDatabaseDoesNotTakeFailsAlone() throws Exception {
        Storage storage = open();
        Rooms.make(storage, "room");
        Rooms.make(storage, "other");
        sql("CREATE TRIGGER poison BEFORE INSERT ON im_message WHEN NEW.cid = 'poison'"
                + " BEGIN SELECT RAISE(ABORT, 'poison'); END");

        List<Outcome> outcomes = Rooms.append(
                storage,
                Rooms.post(storage, "room", "c1"),
                Rooms.post(storage, "room", "poison"),
                Rooms.post(storage, "other", "c1"),
                Rooms.post(storage, "room", "c2"));

        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Stored(2, 2, 1, EntryBuilder.START));
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Failed.class);
        assertThat(outcomes.get(2)).isEqualTo(new Outcome.Stored(2, 2, 1, EntryBuilder.START));
        assertThat(outcomes.get(3)).isEqualTo(new Outcome.Stored(3, 3, 2, EntryBuilder.START));
        assertThat(Rooms.events(storage, "room")).hasSize(3);
    }

    @Test
    void whatStandsBehindAStaleEntryIsStaleAlsoWhereEachIsTriedAlone() throws Exception {
        Storage storage = open();
        Rooms.make(storage, "room");
        sql("CREATE TRIGGER poison BEFORE INSERT ON im_message WHEN NEW.cid = 'poison'"
                + " BEGIN SELECT RAISE(ABORT, 'poison'); END");
        EntryBuilder old = Rooms.post(storage, "room", "old");
        Rooms.append(
                storage,
                EntryBuilder.in("room").on(Rooms.state(storage, "room")).admit("bob", Role.MEMBER));

        List<Outcome> outcomes = Rooms.append(
                storage, Rooms.post(storage, "room", "poison"), old, Rooms.post(storage, "room", "behind"));

        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Failed.class);
        assertThat(outcomes.subList(1, 3)).containsOnly(new Outcome.Stale());
    }

    @Test
    void slowReadersKeepNoAppendWaiting() throws Exception {
        Storage storage = open(SqliteStorage.builder(folder).readers(1));
        Rooms.make(storage, "room");
        EntryBuilder post = Rooms.post(storage, "room", "c1");
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        // Until the reader is caught: it is not when it has an answer before it is told what to do with it.
        List<CompletionStage<Void>> reads = new ArrayList<>();
        while (held.getCount() > 0) {
            reads.add(storage.store().room("room").thenAccept(state -> {
                if (!Thread.currentThread().getName().equals("im-chat-store-reader-0")) return;
                held.countDown();
                await(slow);
            }));
        }

        assertThat(Rooms.append(storage, post)).hasOnlyElementsOfType(Outcome.Stored.class);

        assertThat(reads.get(reads.size() - 1).toCompletableFuture()).isNotDone();
        slow.countDown();
        for (CompletionStage<Void> read : reads) Rooms.get(read);
    }

    @Test
    void queryThatTakesTooLongEndsAndTheNextOneDoesNot() throws Exception {
        String endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT MAX(x) FROM c";
        AtomicLong seconds = new AtomicLong();
        LongSupplier clock = () -> TimeUnit.SECONDS.toNanos(seconds.getAndIncrement());
        try (SqliteFile file = SqliteFile.take(folder, Durability.DISK, "im_", clock);
                SqliteSessions sessions = new SqliteSessions(file, Duration.ofSeconds(100), true)) {
            Session session = sessions.take();
            long begun = seconds.get();

            assertThatThrownBy(() -> session.one(row -> row.number(), endless)).isInstanceOf(SqlFailure.class);
            assertThat(seconds).as("the first time that is beyond the limit").hasValue(begun + 101);
            sessions.give(session, true);

            Session again = sessions.take();
            assertThat(again).isSameAs(session);
            assertThat(again.one(row -> row.number(), "SELECT 7")).contains(7L);
            sessions.give(again, true);
        }
    }

    @Test
    void closingWritesWhatWaitsAndThenTakesNoMore() throws Exception {
        Storage storage = open();
        Rooms.make(storage, "room");
        List<CompletionStage<List<Outcome>>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Entry entry = Rooms.post(storage, "room", "c" + i).build();
            answers.add(storage.log().append(List.of(entry)));
        }
        EntryBuilder late = Rooms.post(storage, "room", "late");

        storage.close();

        for (CompletionStage<List<Outcome>> answer : answers) {
            assertThat(Rooms.get(answer)).hasOnlyElementsOfType(Outcome.Stored.class);
        }
        assertThat(Rooms.append(storage, late)).hasOnlyElementsOfType(Outcome.Refused.class);
        assertThatThrownBy(() -> Rooms.state(storage, "room")).hasMessageContaining("closed");
        assertThat(Rooms.events(open(), "room")).hasSize(51);
    }

    @Test
    void recalledTextStandsInNoTable() throws Exception {
        Storage storage = open();
        Rooms.make(storage, "room");
        Rooms.append(storage, Rooms.post(storage, "room", "c1"));
        Rooms.append(
                storage,
                EntryBuilder.in("room")
                        .on(Rooms.state(storage, "room"))
                        .edit(Rooms.get(storage.log().message("room", 1)).orElseThrow(), "the secret"));
        Rooms.append(
                storage,
                EntryBuilder.in("room")
                        .on(Rooms.state(storage, "room"))
                        .recall(Rooms.get(storage.log().message("room", 1)).orElseThrow()));

        assertThat(everyText()).hasSizeGreaterThan(10).noneMatch(text -> text.contains("secret"));
    }

    private List<String> everyText() throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = connection(folder);
                Statement statement = connection.createStatement()) {
            for (String table : List.of("room", "member", "message", "mention", "event", "reaction")) {
                try (ResultSet rows = statement.executeQuery("SELECT * FROM im_" + table)) {
                    while (rows.next()) {
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            String text = rows.getString(i);
                            if (text != null) texts.add(text);
                        }
                    }
                }
            }
        }
        return texts;
    }

    @Test
    void databaseThatIsLessDurableThanItHasToBeIsRefused() throws Exception {
        try (SqliteFile file = SqliteFile.take(folder, Durability.DISK, "im_", System::nanoTime);
                Session session = file.open(Duration.ofSeconds(10))) {
            file.check(session);

            session.execute("PRAGMA synchronous = NORMAL");
            assertThatThrownBy(() -> file.check(session))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("synchronous is 1 and must be 2");

            session.execute("PRAGMA synchronous = FULL");
            session.execute("PRAGMA journal_mode = DELETE");
            assertThatThrownBy(() -> file.check(session))
                    .hasMessageContaining("journal_mode is delete and must be wal");
        }
    }

    @Test
    void weakerStorageThatWasNotClosedBeginsAnotherEpoch(@TempDir Path copy) throws Exception {
        Storage storage = open(SqliteStorage.builder(folder).durability(Durability.PROCESS));
        Rooms.make(storage, "room");
        Rooms.append(storage, Rooms.post(storage, "room", "c1"));
        assertThat(storage.traits().durability()).isEqualTo(Durability.PROCESS);
        copyFiles(copy);
        storage.close();

        Storage cut = open(SqliteStorage.builder(copy));
        assertThat(Rooms.state(cut, "room").epoch()).isNotEqualTo("e-room").hasSize(24);
        assertThat(Rooms.events(cut, "room")).hasSize(2);

        assertThat(Rooms.state(open(), "room").epoch())
                .as("of the one that was closed")
                .isEqualTo("e-room");
    }

    @Test
    void durableStorageThatWasNotClosedGoesOnWithItsEpoch(@TempDir Path copy) throws Exception {
        Storage storage = open();
        Rooms.make(storage, "room");
        copyFiles(copy);

        assertThat(Rooms.state(open(SqliteStorage.builder(copy)), "room").epoch())
                .isEqualTo("e-room");
    }

    /** As they lie there while the storage is open: what another process finds after this one was killed. */
    private void copyFiles(Path copy) throws IOException {
        for (String name : List.of("imbed.db", "imbed.db-wal")) Files.copy(folder.resolve(name), copy.resolve(name));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
