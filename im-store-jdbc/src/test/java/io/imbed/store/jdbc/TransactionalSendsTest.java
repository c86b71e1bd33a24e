package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.imbed.Draft;
import io.imbed.Identity;
import io.imbed.ImServer;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.SendOptions;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Request.Anchor;
import io.imbed.spi.Authenticator;
import io.imbed.spi.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chat message is part of the host's own transaction: both are there, once, or neither is. */
class TransactionalSendsTest {
    private static final long PATIENCE_SECONDS = 20;

    @TempDir
    Path folder;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private HikariDataSource pool;
    private Storage storage;
    private ImServer server;

    @BeforeEach
    void open() throws Exception {
        pool = TestDatabase.pool("jdbc:h2:" + folder.resolve("shop") + ";WRITE_DELAY=0", "sa", "", 12);
        run("CREATE TABLE orders (id BIGINT PRIMARY KEY)");
        start();
        server.rooms().create(NewRoom.channel("support")).toCompletableFuture().join();
        follow();
    }

    @AfterEach
    void close() {
        server.close();
        pool.close();
    }

    private void start() throws IOException {
        storage = JdbcStorage.create(pool);
        server = ImServer.builder(storage).authenticator(Authenticator.guests()).build();
        server.start();
    }

    private void follow() {
        server.rooms().follow("support", null, this::hear);
    }

    private void hear(Event event) {
        if (event.body() instanceof EventBody.Posted posted) {
            heard.add(posted.message().content().fallback());
        }
    }

    private TransactionalSends sends() {
        return TransactionalSends.of(storage);
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long count(String table) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** An order and its notice; not yet committed. */
    private void place(Connection connection, long order) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO orders VALUES (" + order + ")");
        }
        sends().send(connection, "support", Draft.text("Order " + order + " placed"));
    }

    private List<TransactionalSends.Refused> refused() {
        return sends().refused(10).toCompletableFuture().join();
    }

    private String next() throws InterruptedException {
        String text = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (text == null) throw new AssertionError("no message came");
        return text;
    }

    /** What was said before is heard before, so whatever should not be heard has had its time. */
    private void assertNothingBut(String last) throws Exception {
        server.rooms().send("support", Draft.text(last)).toCompletableFuture().join();
        assertThat(next()).isEqualTo(last);
    }

    @Test
    void theNoticeComesWithTheCommit() throws Exception {
        try (Connection connection = pool.getConnection()) {
            place(connection, 1);
            connection.commit();
            sends().committed();
        }

        assertThat(next()).isEqualTo("Order 1 placed");
        assertThat(count("orders")).isEqualTo(1);
        assertThat(count("im_pending")).isZero();
    }

    @Test
    void theNoticeComesAlsoIfNobodyTellsOfTheCommit() throws Exception {
        try (Connection connection = pool.getConnection()) {
            place(connection, 1);
            connection.commit();
        }

        assertThat(next()).isEqualTo("Order 1 placed");
    }

    @Test
    void whatIsRolledBackNeverWas() throws Exception {
        try (Connection connection = pool.getConnection()) {
            place(connection, 1);
            connection.rollback();
            sends().committed();
        }
        try (Connection connection = pool.getConnection()) {
            place(connection, 2);
            connection.commit();
            sends().committed();
        }

        assertThat(next()).isEqualTo("Order 2 placed");
        assertThat(count("orders")).isEqualTo(1);
    }

    @Test
    void aTransactionThatStaysOpenHoldsUpNobody() throws Exception {
        try (Connection connection = pool.getConnection()) {
            place(connection, 1);

            assertNothingBut("said meanwhile");

            connection.commit();
            sends().committed();
        }
        assertThat(next()).isEqualTo("Order 1 placed");
    }

    @Test
    void whatWasCommittedBeforeACrashIsAppendedAfterIt() throws Exception {
        server.close();
        try (Connection connection = pool.getConnection()) {
            place(connection, 1);
            connection.commit();
        }

        start();
        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .until(() -> !history().isEmpty());

        assertThat(history()).containsExactly("Order 1 placed");
        assertThat(count("im_pending")).isZero();
    }

    private List<String> history() {
        return storage
                .log()
                .history("support", Anchor.LATEST, 100, 1 << 20)
                .toCompletableFuture()
                .join()
                .messages()
                .stream()
                .map(message -> String.valueOf(
                        message.content() == null ? null : message.content().fallback()))
                .toList();
    }

    @Test
    void messagesOfOneTransactionKeepTheirOrder() throws Exception {
        List<String> expected = new ArrayList<>();
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 300; i++) {
                expected.add("m" + i);
                sends().send(connection, "support", Draft.text("m" + i));
            }
            connection.commit();
            sends().committed();
        }

        List<String> all = new ArrayList<>();
        while (all.size() < 300) all.add(next());
        assertThat(all).containsExactlyElementsOf(expected);
    }

    @Test
    void theSameCidIsStoredOnce() throws Exception {
        SendOptions options = SendOptions.DEFAULT.withCid("order-1");
        for (int i = 0; i < 2; i++) {
            try (Connection connection = pool.getConnection()) {
                connection.setAutoCommit(false);
                sends().send(
                                connection,
                                "support",
                                Identity.of("shop", "The shop"),
                                Draft.text("Order placed"),
                                options);
                connection.commit();
                sends().committed();
            }
        }

        assertThat(next()).isEqualTo("Order placed");
        assertNothingBut("last");
        assertThat(refused()).isEmpty();
    }

    @Test
    void aRefusedOneStaysWithItsReasonAndCanBeTriedAgain() throws Exception {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            sends().send(connection, "later", Draft.text("too early"));
            sends().send(connection, "support", Draft.text("in time"));
            connection.commit();
            sends().committed();
        }
        assertThat(next()).isEqualTo("in time");
        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .until(() -> !refused().isEmpty());
        TransactionalSends.Refused refused = refused().get(0);
        assertThat(refused.room()).isEqualTo("later");
        assertThat(refused.code()).isEqualTo("NOT_FOUND");
        assertThat(refused.draft()).isEqualTo(Draft.text("too early"));

        server.rooms().create(NewRoom.channel("later")).toCompletableFuture().join();
        server.rooms().follow("later", null, this::hear);
        sends().retry(refused.id()).toCompletableFuture().join();

        assertThat(next()).isEqualTo("too early");
        assertThat(refused()).isEmpty();
    }

    @Test
    void aDraftThatIsTooLargeIsRefusedWhereItIsSent() throws Exception {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> sends().send(connection, "support", Draft.text("x".repeat(10_000))))
                    .isInstanceOf(RefusedException.class);
            assertThatThrownBy(() -> sends().send(connection, "no room", Draft.text("x")))
                    .hasMessageContaining("room");
            connection.commit();
        }
        assertThat(count("im_pending")).isZero();
    }

    @Test
    void aStorageWithoutADatabaseOfTheHostsHasNone() {
        assertThatThrownBy(() -> TransactionalSends.of(MemoryStorage.create()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("JdbcStorage");
    }
}
