package io.imbed.transport.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.CloseReason;
import io.imbed.spi.Connection;
import io.imbed.testkit.EngineEnd;
import io.imbed.testkit.Together;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.Protocol;
import org.junit.jupiter.api.Test;

class WsFanOutTest {
    @Test
    void thousandConnectionsGetEveryLineInOrder() throws Exception {
        int members = 1_000;
        int lines = 50;
        try (Rig rig = Rig.start(Rig.limits(members, members, Rig.PATIENCE), options -> options)) {
            List<RawClient> clients = new ArrayList<>();
            List<Connection> all = new ArrayList<>();
            for (int i = 0; i < members; i++) {
                clients.add(rig.open());
                all.add(rig.end().connection());
            }

            for (int i = 0; i < lines; i++) rig.transport.write(rig.ledger.batch("line " + i, members), all);

            for (RawClient client : clients) {
                for (int i = 0; i < lines; i++)
                    assertThat(client.next(Rig.PATIENCE)).isEqualTo("line " + i);
            }
            rig.ledger.awaitAllReleased();
            assertThat(all).allMatch(connection -> connection.pendingBytes() == 0);
        }
    }

    /** Sizes around every boundary of a frame's length, of the arena and of what is copied at once. */
    @Test
    void linesOfEverySizeArriveAsTheyWere() throws Exception {
        int[] sizes = {1, 125, 126, 65_535, 65_536, 65_537, 131_000, 262_130, 262_144, 300_000, 1_000_000};
        try (Rig rig = Rig.start()) {
            List<RawClient> clients = List.of(rig.open(), rig.open(), rig.open());
            List<Connection> all = List.of(
                    rig.end().connection(), rig.end().connection(), rig.end().connection());

            CompletableFuture<Void> writing = Together.start(() -> {
                for (int size : sizes) {
                    rig.transport.write(rig.ledger.batch(line(size), 3), all);
                    all.get(0).write(rig.ledger.batch("own " + size, 1));
                }
            });

            for (RawClient client : clients) {
                for (int size : sizes) {
                    assertThat(client.next(Rig.PATIENCE)).isEqualTo(line(size));
                    if (client == clients.get(0))
                        assertThat(client.next(Rig.PATIENCE)).isEqualTo("own " + size);
                }
            }
            writing.get(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** Rooms that overlap, members that lag by turns, one writer and several: each gets its own lines, in order, whole. */
    @Test
    void overlappingRoomsWithLaggingReadersStayExact() throws Exception {
        Random random = new Random(7);
        for (int writers = 1; writers <= 3; writers++) {
            int count = writers;
            try (Rig rig = Rig.start(options -> options.writerThreads(count))) {
                int members = 8;
                List<RawClient> clients = new ArrayList<>();
                List<Connection> all = new ArrayList<>();
                List<List<String>> expected = new ArrayList<>();
                for (int i = 0; i < members; i++) {
                    clients.add(rig.open());
                    all.add(rig.end().connection());
                    expected.add(new ArrayList<>());
                }
                List<List<Connection>> rooms = List.of(all, all.subList(0, 5), all.subList(3, 8), all.subList(2, 3));

                for (int i = 0; i < 3_000; i++) {
                    List<Connection> room = rooms.get(random.nextInt(rooms.size()));
                    String line = i + " " + "r".repeat(random.nextInt(i % 10 == 0 ? 20_000 : 200));
                    rig.transport.write(rig.ledger.batch(line, room.size()), room);
                    for (Connection member : room)
                        expected.get(all.indexOf(member)).add(line);
                }

                for (int i = 0; i < members; i++) {
                    for (String line : expected.get(i))
                        assertThat(clients.get(i).next(Rig.PATIENCE)).isEqualTo(line);
                }
            }
        }
    }

    @Test
    void lingerGathersButLosesNothing() throws Exception {
        try (Rig rig = Rig.start(options -> options.linger(Duration.ofMillis(20)))) {
            RawClient client = rig.open();
            EngineEnd end = rig.end();

            for (int i = 0; i < 100; i++) end.connection().write(rig.ledger.batch("line " + i, 1));

            for (int i = 0; i < 100; i++) assertThat(client.next(Rig.PATIENCE)).isEqualTo("line " + i);
        }
    }

    @Test
    void anIndependentClientUnderstandsIt() throws Exception {
        try (Rig rig = Rig.start()) {
            LibraryClient client = new LibraryClient(rig.transport.port());
            assertThat(client.connectBlocking(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            EngineEnd end = rig.end();

            client.send("grüße");
            end.awaits("grüße");
            end.connection().write(rig.ledger.batch("back", 1));
            end.connection().ping();
            end.awaits(EngineEnd.ALIVE);
            assertThat(client.getProtocol().getProvidedProtocol()).isEqualTo("im.v1");
            assertThat(client.heard.get(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo("back");
            end.connection().close(new CloseReason(4503, "signed out"));

            assertThat(client.closed.get(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo("4503 signed out");
            end.awaits(EngineEnd.closed(4503));
        }
    }

    private static final class LibraryClient extends WebSocketClient {
        final CompletableFuture<String> heard = new CompletableFuture<>();
        final CompletableFuture<String> closed = new CompletableFuture<>();

        LibraryClient(int port) {
            super(
                    URI.create("ws://127.0.0.1:" + port + "/im"),
                    new Draft_6455(List.of(), List.of(new Protocol("im.v1"))));
        }

        @Override
        public void onOpen(ServerHandshake handshake) {}

        @Override
        public void onMessage(String text) {
            heard.complete(text);
        }

        @Override
        public void onClose(int code, String reason, boolean remote) {
            closed.complete(code + " " + reason);
        }

        @Override
        public void onError(Exception e) {
            heard.completeExceptionally(e);
        }
    }

    private static String line(int size) {
        return Integer.toString(size % 10).repeat(size);
    }
}
