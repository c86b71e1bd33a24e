package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Durability;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Change;
import io.imbed.spi.Guard;
import io.imbed.spi.Outcome;
import io.imbed.testkit.EntryBuilder;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;

/** How appends become transactions, and what becomes of them when the database fails. */
class AppenderTest {
    /** SQLite, with commits that wait or fail. */
    private static final class Troubled implements Dialect {
        private static final String IN_THE_WAY = "in the way";

        private final SqliteDialect sqlite = new SqliteDialect();
        volatile int commits;
        volatile CountDownLatch committing = new CountDownLatch(0);
        volatile CountDownLatch go = new CountDownLatch(0);
        volatile String trouble = "";
        volatile int inTheWay;

        @Override
        public String name() {
            return sqlite.name();
        }

        @Override
        public void begin(Session session) {
            if (inTheWay > 0) {
                inTheWay--;
                throw new SqlFailure(new SQLException(IN_THE_WAY, null, SQLiteErrorCode.SQLITE_BUSY.code));
            }
            if (trouble.equals("full")) throw new SqlFailure(error(SQLiteErrorCode.SQLITE_FULL));
            sqlite.begin(session);
        }

        @Override
        public void commit(Session session) {
            committing.countDown();
            await(go);
            if (trouble.equals("before")) throw new SqlFailure(error(SQLiteErrorCode.SQLITE_IOERR));
            commits++;
            sqlite.commit(session);
            if (trouble.equals("after")) throw new SqlFailure(error(SQLiteErrorCode.SQLITE_IOERR));
        }

        @Override
        public void rollback(Session session) {
            sqlite.rollback(session);
        }

        @Override
        public void beginRead(Session session) {
            sqlite.beginRead(session);
        }

        @Override
        public boolean isTrouble(SQLException failure) {
            return sqlite.isTrouble(failure);
        }

        @Override
        public boolean isSurelyNotCommitted(SQLException failure) {
            return sqlite.isSurelyNotCommitted(failure);
        }

        @Override
        public boolean isPassing(SQLException failure) {
            return IN_THE_WAY.equals(failure.getMessage());
        }

        private static SQLException error(SQLiteErrorCode code) {
            return new SQLException("injected", null, code.code);
        }

        private static void await(CountDownLatch latch) {
            try {
                if (!latch.await(30, TimeUnit.SECONDS)) throw new AssertionError("nobody let it go on");
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private final Troubled dialect = new Troubled();
    private final StoreThreads threads = new RealStoreThreads("test", 1);
    private SqliteFile file;
    private SqliteSessions sessions;
    private Appender appender;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        file = SqliteFile.take(folder, Durability.DISK, "im_", System::nanoTime);
        sessions = new SqliteSessions(file, Duration.ofSeconds(30), false);
        Session session = sessions.take();
        Schema.migrate(session, dialect);
        sessions.give(session, true);
        appender = new Appender(threads.writer(), threads.scheduler(), sessions, dialect, Chore.NONE);
        append(EntryBuilder.in("room").put(RoomKind.GROUP, null, "e1").admit("alice", Role.OWNER));
    }

    @AfterEach
    void close() {
        appender.close();
        threads.close();
        sessions.close();
        file.close();
    }

    /** A key of two lines cannot be kept, and only the one that writes the row knows. */
    @Test
    void entryThatCannotBeWrittenFailsAlone() throws Exception {
        append(post("c1"));
        EntryBuilder unwritable = EntryBuilder.in("room")
                .guard(new Guard.At("e1", 1))
                .change(new Change.React(1, 2, "alice", "two\nlines", true))
                .event(new EventBody.Reacted(1, "two lines", true));

        List<Outcome> outcomes = Rooms.get(appender.append(
                List.of(post("c2").build(), unwritable.build(), post("c3").build())));

        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Stored.class);
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Failed.class);
        assertThat(((Outcome.Stored) outcomes.get(2)).seq()).isEqualTo(3);
        assertThat(cids()).containsExactly("c1", "c2", "c3");
    }

    private static EntryBuilder post(String cid) {
        return EntryBuilder.in("room").guard(new Guard.At("e1", 1)).post("alice", cid, cid);
    }

    private Outcome append(EntryBuilder entry) throws Exception {
        return Rooms.get(appender.append(List.of(entry.build()))).get(0);
    }

    private List<String> cids() {
        Session session = sessions.take();
        try {
            return session.all(row -> row.text(), "SELECT cid FROM $message ORDER BY seq");
        } finally {
            sessions.give(session, true);
        }
    }

    @Test
    void whatGathersWhileOneIsCommittedGoesTogether() throws Exception {
        int before = dialect.commits;
        dialect.committing = new CountDownLatch(1);
        dialect.go = new CountDownLatch(1);
        List<CompletionStage<List<Outcome>>> answers = new ArrayList<>();
        answers.add(appender.append(List.of(post("c0").build())));
        assertThat(dialect.committing.await(30, TimeUnit.SECONDS)).isTrue();
        for (int i = 1; i < 20; i++)
            answers.add(appender.append(List.of(post("c" + i).build())));

        dialect.go.countDown();

        for (int i = 0; i < 20; i++) {
            Outcome outcome = Rooms.get(answers.get(i)).get(0);
            assertThat(((Outcome.Stored) outcome).seq()).isEqualTo(i + 1);
        }
        assertThat(dialect.commits - before).isEqualTo(2);
    }

    @Test
    void nothingIsAnsweredBeforeItIsCommitted() throws Exception {
        dialect.committing = new CountDownLatch(1);
        dialect.go = new CountDownLatch(1);

        CompletionStage<List<Outcome>> answer =
                appender.append(List.of(post("c1").build()));

        assertThat(dialect.committing.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(answer.toCompletableFuture()).isNotDone();
        dialect.go.countDown();
        assertThat(Rooms.get(answer)).hasOnlyElementsOfType(Outcome.Stored.class);
    }

    @Test
    void commitThatFailedIsUnknownWhateverItDidAndTheNextOneGoesOn() throws Exception {
        dialect.trouble = "after";
        assertThat(append(post("c1"))).isEqualTo(new Outcome.Unknown());
        dialect.trouble = "before";
        assertThat(append(post("c2"))).isEqualTo(new Outcome.Unknown());
        dialect.trouble = "";

        assertThat(append(post("c1"))).isInstanceOf(Outcome.Duplicate.class);
        assertThat(((Outcome.Stored) append(post("c2"))).seq()).isEqualTo(2);
        assertThat(cids()).containsExactly("c1", "c2");
    }

    @Test
    void databaseWithoutRoomRefusesAndGoesOnWhenThereIs() throws Exception {
        Session writer = sessions.take(); // the one that the appender uses
        writer.execute("PRAGMA max_page_count = 60");
        sessions.give(writer, true);
        String text = "x".repeat(20_000);
        List<String> stored = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String cid = "c" + i;
            Outcome outcome =
                    append(EntryBuilder.in("room").guard(new Guard.At("e1", 1)).post("alice", cid, text));
            (outcome instanceof Outcome.Stored ? stored : refused).add(cid);
            if (!(outcome instanceof Outcome.Stored)) assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        }
        assertThat(stored).isNotEmpty();
        assertThat(refused).isNotEmpty();

        writer = sessions.take();
        writer.execute("PRAGMA max_page_count = 100000");
        sessions.give(writer, true);

        assertThat(cids()).isEqualTo(stored);
        Outcome.Stored again = (Outcome.Stored) append(post(refused.get(0)));
        assertThat(again.seq()).isEqualTo(stored.size() + 1);
    }

    @Test
    void fullDiskRefusesAndStoresNothingUntilThereIsRoom() throws Exception {
        dialect.trouble = "full";
        assertThat(append(post("c1"))).isInstanceOf(Outcome.Refused.class);
        dialect.trouble = "";

        assertThat(cids()).isEmpty();
        assertThat(append(post("c1"))).isInstanceOf(Outcome.Stored.class);
    }

    @Test
    void transactionThatAnotherOneWasInTheWayOfIsTriedAgain() throws Exception {
        dialect.inTheWay = 2;

        assertThat(append(post("c1"))).isInstanceOf(Outcome.Stored.class);
        assertThat(dialect.inTheWay).isZero();
    }

    @Test
    void transactionThatIsAlwaysInTheWayIsRefusedAfterThreeTries() throws Exception {
        dialect.inTheWay = 3;

        assertThat(append(post("c1"))).isInstanceOf(Outcome.Refused.class);
        assertThat(cids()).isEmpty();
        assertThat(append(post("c1"))).isInstanceOf(Outcome.Stored.class);
    }
}
