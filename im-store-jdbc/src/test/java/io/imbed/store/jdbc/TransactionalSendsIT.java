package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.imbed.Draft;
import io.imbed.ImServer;
import io.imbed.NewRoom;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor;
import io.imbed.spi.Authenticator;
import io.imbed.spi.RoomLog;
import io.imbed.spi.Storage;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes find the same pending sends; each is stored once, and those of one transaction in their order. */
@Timeout(120)
class TransactionalSendsIT {
    private static final int TRANSACTIONS = 40;
    private static final int MESSAGES = 5;

    @Nested
    class OnPostgres {
        @Test
        void twoNodesStoreEachMessageOnce() throws Exception {
            run(PostgresServer.database());
        }
    }

    @Nested
    class OnMaria {
        @Test
        void twoNodesStoreEachMessageOnce() throws Exception {
            run(MariaServer.database());
        }
    }

    private static void run(TestDatabase database) throws Exception {
        String prefix = TestDatabase.freshPrefix();
        Storage one =
                JdbcStorage.builder(database.source()).prefix(prefix).readers(2).build();
        Storage other =
                JdbcStorage.builder(database.source()).prefix(prefix).readers(2).build();
        try (ImServer first = start(one);
                ImServer second = start(other)) {
            first.rooms().create(NewRoom.channel("r0")).toCompletableFuture().join();
            second.rooms().create(NewRoom.channel("r1")).toCompletableFuture().join();
            List<CompletableFuture<Void>> hosts = IntStream.range(0, 4)
                    .mapToObj(host -> CompletableFuture.runAsync(() -> commit(database, one, host)))
                    .toList();
            for (CompletableFuture<Void> each : hosts) each.get(60, TimeUnit.SECONDS);
            TransactionalSends.of(one).committed();
            TransactionalSends.of(other).committed();

            await().atMost(60, TimeUnit.SECONDS)
                    .until(() -> one.pending()
                            .orElseThrow()
                            .next(1)
                            .toCompletableFuture()
                            .join()
                            .isEmpty());

            List<String> stored = new ArrayList<>(texts(one.log(), "r0"));
            stored.addAll(texts(one.log(), "r1"));
            assertThat(stored).hasSize(4 * TRANSACTIONS * MESSAGES).doesNotHaveDuplicates();
            Map<String, List<String>> byTransaction =
                    stored.stream().collect(Collectors.groupingBy(text -> text.substring(0, text.indexOf('#'))));
            assertThat(byTransaction.values())
                    .allSatisfy(messages -> assertThat(messages)
                            .extracting(text -> text.substring(text.indexOf('#')))
                            .containsExactly("#0", "#1", "#2", "#3", "#4"));
            assertThat(TransactionalSends.of(one)
                            .refused(10)
                            .toCompletableFuture()
                            .join())
                    .isEmpty();
        }
    }

    private static ImServer start(Storage storage) throws IOException {
        ImServer server =
                ImServer.builder(storage).authenticator(Authenticator.guests()).build();
        server.start();
        return server;
    }

    private static void commit(TestDatabase database, Storage storage, int host) {
        TransactionalSends sends = TransactionalSends.of(storage);
        for (int transaction = 0; transaction < TRANSACTIONS; transaction++) {
            try (Connection connection = database.source().getConnection()) {
                connection.setAutoCommit(false);
                for (int message = 0; message < MESSAGES; message++) {
                    String text = host + "-" + transaction + "#" + message;
                    sends.send(connection, "r" + transaction % 2, Draft.text(text));
                }
                connection.commit();
                if (transaction % 3 == 0) sends.committed();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static List<String> texts(RoomLog log, String room) {
        List<String> texts = new ArrayList<>();
        long after = 0;
        while (true) {
            List<Message> page = log.history(room, new Anchor(Anchor.Side.AFTER, after), 100, 1 << 20)
                    .toCompletableFuture()
                    .join()
                    .messages();
            if (page.isEmpty()) return texts;
            for (Message each : page)
                texts.add(String.valueOf(
                        each.content() == null ? null : each.content().fallback()));
            after = page.get(page.size() - 1).seq();
        }
    }
}
