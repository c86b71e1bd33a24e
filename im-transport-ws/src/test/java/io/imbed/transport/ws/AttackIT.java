package io.imbed.transport.ws;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.Draft;
import io.imbed.Identity;
import io.imbed.ImServer;
import io.imbed.Limits;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.SendOptions;
import io.imbed.protocol.Role;
import io.imbed.spi.Authenticator;
import io.imbed.spi.Handshake;
import io.imbed.spi.MetricsSink;
import io.imbed.testkit.websocket.Probe;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A whole server under attack, while a healthy client measures what it notices of it. SECURITY.md lists the attacks. */
class AttackIT {
    private static final Duration BOUND = Duration.ofMillis(500);
    private static final int PER_ADDRESS = 100;
    private static final int NON_READERS = 5;

    private final CountDownLatch slowClosed = new CountDownLatch(NON_READERS);
    private final WsTransport transport = WsTransport.on(0);
    private final ImServer server = ImServer.builder(MemoryStorage.create())
            .authenticator(AttackIT::authenticate)
            .limits(limits())
            .metrics(new Closes())
            .transport(transport)
            .build();
    private final List<RawClient> attackers = new ArrayList<>();
    private Probe probe;

    private interface Attack {
        void run() throws Exception;
    }

    @BeforeEach
    void start() throws Exception {
        server.start();
        probe = Probe.connect(address(), "guest:probe");
    }

    @AfterEach
    void close() throws Exception {
        attackers.forEach(RawClient::vanish);
        probe.close();
        server.close();
    }

    @Test
    void brokenFramesHandshakesAndDisconnects() throws Exception {
        assertBarelyNoticed(() -> WsAttackTest.attackOnce(transport.port(), new Random(1)));
    }

    @Test
    void bombs() throws Exception {
        assertBarelyNoticed(() -> {
            for (int i = 0; i < 3; i++) {
                bomb(
                        open(),
                        ByteBuffer.allocate(14)
                                .putShort((short) 0x81ff)
                                .putLong(1L << 31)
                                .array(),
                        64 * 1024,
                        64);
                bomb(open(), RawClient.masked(RawClient.TEXT, new byte[1]), 7, 0);
                RawClient fragments = open();
                byte[] one = RawClient.masked(0, new byte[1]);
                byte[] thousand = new byte[1_000 * one.length];
                for (int at = 0; at < thousand.length; at += one.length)
                    System.arraycopy(one, 0, thousand, at, one.length);
                bomb(fragments, RawClient.masked(RawClient.TEXT, new byte[1]), 0, 0);
                for (int n = 0; n < 100; n++) bomb(fragments, thousand, 0, 0);
                assertThat(fragments.awaitClose(Rig.PATIENCE)).isIn(1009, 1006);
            }
        });
    }

    @Test
    void halfHandshakesAndHugeOnes() throws Exception {
        assertBarelyNoticed(() -> {
            for (int i = 0; i < PER_ADDRESS / 2; i++) connect().bytes("GET /im HTTP/1.1\r\nHost".getBytes(US_ASCII));
            for (int i = 0; i < 4; i++) bomb(connect(), "GET /im HTTP/1.1\r\nX: ".getBytes(US_ASCII), 64 * 1024, 32);
        });
    }

    @Test
    void floodOfConnectionsFromOneAddress() throws Exception {
        assertBarelyNoticed(() -> {
            int refused = 0;
            for (int i = 0; i < 400; i++) {
                RawClient client = connectFrom("127.0.0.2");
                if (client.request("/im") != 101) refused++;
            }

            assertThat(refused).isGreaterThanOrEqualTo(400 - PER_ADDRESS);
            try (Probe another = Probe.connect(address(), "guest:another")) {
                assertThat(another.roundTrip()).isLessThan(BOUND);
            }
        });
    }

    @Test
    void floodOfPings() throws Exception {
        assertBarelyNoticed(() -> {
            RawClient flooder = open();
            byte[] ping = RawClient.masked(RawClient.FIN | RawClient.PING, new byte[125]);
            byte[] hundred = new byte[100 * ping.length];
            for (int at = 0; at < hundred.length; at += ping.length)
                System.arraycopy(ping, 0, hundred, at, ping.length);
            for (int i = 0; i < 2_000; i++) bomb(flooder, hundred, 0, 0);
        });
    }

    @Test
    void clientsThatDoNotReadAreClosed() throws Exception {
        get(server.rooms().create(NewRoom.channel("news").owner("host")));
        for (int i = 0; i < NON_READERS; i++) {
            get(server.rooms().invite("news", "deaf" + i, Role.MEMBER));
            hello(open(), "guest:deaf" + i);
        }

        assertBarelyNoticed(() -> {
            Draft draft = Draft.text("x".repeat(8_000));
            for (int i = 0; i < 3_000 && slowClosed.getCount() > 0; i++) {
                get(server.rooms().send("news", Identity.of("host"), draft, SendOptions.DEFAULT));
            }
            assertThat(slowClosed.await(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        });
    }

    @Test
    void errorsInTheHostsCode() throws Exception {
        assertBarelyNoticed(() -> {
            for (int i = 0; i < 5; i++) {
                RawClient client = open();
                client.send("{\"op\":\"hello\",\"id\":1,\"v\":1,\"token\":\"boom\"}");
                assertThat(client.next(Rig.PATIENCE)).contains("\"re\":1,\"error\"");
                client.vanish();
            }
        });
    }

    @Test
    void deepAndWideJson() throws Exception {
        assertBarelyNoticed(() -> {
            for (int i = 0; i < 50; i++) {
                RawClient client = open();
                client.send("[".repeat(60_000));
                assertThat(client.next(Rig.PATIENCE)).contains("TOO_LARGE");
                client.send("{\"op\":\"ping\",\"id\":1,\"x\":[" + "1,".repeat(30_000) + "1]}");
                assertThat(client.next(Rig.PATIENCE)).contains("\"re\":1,").contains("TOO_LARGE");
                client.send("{\"a\":".repeat(10_000));
                assertThat(client.next(Rig.PATIENCE)).contains("TOO_LARGE");
                client.send("{\"a\":[".repeat(8_000));
                assertThat(client.next(Rig.PATIENCE)).contains("TOO_LARGE");
                assertThat(client.awaitClose(Rig.PATIENCE)).isEqualTo(4500);
                client.vanish();
            }
        });
    }

    /** What was acknowledged before the end reaches those who read, however late they begin. */
    @Test
    void drainDeliversWhatWasAcknowledged() throws Exception {
        get(server.rooms().create(NewRoom.channel("news").owner("host")));
        get(server.rooms().invite("news", "late", Role.MEMBER));
        RawClient late = open();
        hello(late, "guest:late");
        int acknowledged = 400;
        Draft draft = Draft.text("y".repeat(8_000));
        for (int i = 0; i < acknowledged; i++) {
            get(server.rooms().send("news", Identity.of("host"), draft, SendOptions.DEFAULT));
        }

        CompletionStage<Void> draining = server.drain(Rig.PATIENCE);

        for (int seen = 0; seen < acknowledged; ) {
            if (late.next(Rig.PATIENCE).contains("\"type\":\"message\"")) seen++;
        }
        assertThat(late.awaitClose(Rig.PATIENCE)).isEqualTo(1012);
        late.vanish();
        get(draining);
    }

    private void assertBarelyNoticed(Attack attack) throws Exception {
        Probe.RoundTrips taken = probe.during(() -> {
            try {
                attack.run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        assertThat(taken.p99()).as("p99 of %s", taken.sorted().size()).isLessThan(BOUND);
    }

    /** Sends a beginning and then zeros, until the server has had enough. */
    private static void bomb(RawClient client, byte[] beginning, int bytes, int times) throws IOException {
        try {
            client.bytes(beginning);
            for (int i = 0; i < times; i++) client.bytes(new byte[bytes]);
        } catch (SocketException cutOff) {
            // That is what we asked for.
        }
    }

    private static void hello(RawClient client, String token) throws IOException {
        client.send("{\"op\":\"hello\",\"id\":1,\"v\":1,\"token\":\"" + token + "\"}");
        assertThat(client.next(Rig.PATIENCE)).contains("\"session\"");
    }

    private RawClient open() throws IOException {
        RawClient client = connect();
        client.upgrade("/im", "Sec-WebSocket-Protocol: im.v1");
        return client;
    }

    private RawClient connect() throws IOException {
        return remembered(RawClient.connect(transport.port()));
    }

    /** All of 127/8 is this machine on Linux. */
    private RawClient connectFrom(String own) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(own, 0));
        return remembered(RawClient.over(socket, transport.port()));
    }

    private RawClient remembered(RawClient client) {
        synchronized (attackers) {
            attackers.add(client);
        }
        return client;
    }

    private URI address() {
        return URI.create("ws://127.0.0.1:" + transport.port() + "/im");
    }

    private static CompletionStage<Optional<Identity>> authenticate(Handshake handshake, @Nullable String token) {
        if ("boom".equals(token)) throw new StackOverflowError("provoked");
        return Authenticator.guests().authenticate(handshake, token);
    }

    private static Limits limits() {
        Limits defaults = Limits.defaults();
        Limits.Times times = defaults.times();
        return defaults.with(Limits.Rates.OPEN)
                .with(new Limits.Connections(1_000, 20, PER_ADDRESS, 8_192))
                .with(new Limits.Times(
                        Duration.ofSeconds(2),
                        times.ping(),
                        times.pong(),
                        Duration.ofSeconds(1),
                        times.send(),
                        Duration.ofMillis(10),
                        Duration.ofMillis(10)));
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Counts clients that were closed as slow consumers. */
    private final class Closes implements MetricsSink {
        @Override
        public void count(String name, String tag, long amount) {
            if (name.equals("im.connections.closed") && tag.equals("4001")) slowClosed.countDown();
        }

        @Override
        public void time(String name, String tag, long nanos) {}

        @Override
        public void gauge(String name, LongSupplier value) {}
    }
}
