package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Durability;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Guard;
import io.imbed.spi.Outcome;
import io.imbed.testkit.EntryBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Those who append again and again share a commit, however they began; a commit takes 8 ms, and time passes in no other way. */
class GatheringTest {
    private static final Duration COMMIT = Duration.ofMillis(8);
    private static final Duration PATIENCE = Duration.ofMillis(1);

    private final DirectThreads threads = new DirectThreads();
    private Runnable meanwhile = () -> {};
    private int commits;
    private SqliteFile file;
    private SqliteSessions sessions;
    private Appender appender;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        file = SqliteFile.take(folder, Durability.DISK, "im_", threads.scheduler()::nanoTime);
        sessions = new SqliteSessions(file, Duration.ofSeconds(30), false);
        Session session = sessions.take();
        Schema.migrate(session, new SqliteDialect());
        sessions.give(session, true);
        Dialect slow = Around.proxy(Dialect.class, (method, arguments) -> {
            if (method.getName().equals("commit")) commits(meanwhile);
            return Around.call(new SqliteDialect(), method, arguments);
        });
        appender = new Appender(threads.writer(), threads.scheduler(), sessions, slow, Chore.NONE);
        appender.append(List.of(EntryBuilder.in("room")
                .put(RoomKind.GROUP, null, "e1")
                .admit("alice", Role.OWNER)
                .build()));
        commits = 0;
    }

    private void commits(Runnable others) {
        commits++;
        meanwhile = () -> {};
        others.run();
        threads.advance(COMMIT);
    }

    @AfterEach
    void close() {
        appender.close();
        sessions.close();
        file.close();
    }

    private CompletableFuture<List<Outcome>> post(String cid) {
        return appender.append(List.of(EntryBuilder.in("room")
                        .guard(new Guard.At("e1", 1))
                        .post("alice", cid, cid)
                        .build()))
                .toCompletableFuture();
    }

    /** Of two, one came while the other one's was committed: with turns each would wait for two commits. */
    private CompletableFuture<List<Outcome>> twoThatTakeTurns() {
        CompletableFuture<List<Outcome>> second = new CompletableFuture<>();
        meanwhile = () -> post("b1").thenAccept(second::complete);
        assertThat(post("a1")).isCompleted();
        assertThat(second).isNotDone();
        assertThat(commits).isEqualTo(1);
        return second;
    }

    @Test
    void whoTookTurnsShareTheNextCommitAndStayTogether() {
        CompletableFuture<List<Outcome>> second = twoThatTakeTurns();

        CompletableFuture<List<Outcome>> first = post("a2");

        assertThat(second).isCompleted();
        assertThat(first).isCompleted();
        assertThat(commits).isEqualTo(2);
        assertThat(post("b2")).isNotDone();
        assertThat(post("a3")).isCompleted();
        assertThat(commits).isEqualTo(3);
    }

    @Test
    void whoDoesNotComeAgainIsWaitedForAnEighthOfTheTime() {
        CompletableFuture<List<Outcome>> second = twoThatTakeTurns();

        threads.advance(PATIENCE.minusNanos(1));
        assertThat(second).isNotDone();
        threads.advance(Duration.ofNanos(1));

        assertThat(second).isCompleted();
        assertThat(post("b2")).isCompleted();
    }

    @Test
    void whoeverIsAloneWaitsForNobody() {
        for (int i = 0; i < 3; i++) assertThat(post("a" + i)).isCompleted();
        assertThat(threads.waiting()).isZero();
    }

    @Test
    void closingWritesWhatIsWaitedFor() {
        CompletableFuture<List<Outcome>> second = twoThatTakeTurns();

        appender.close();

        assertThat(second).isCompleted();
    }
}
