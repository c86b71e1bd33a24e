package io.imbed.transport.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.CloseReason;
import io.imbed.testkit.EngineEnd;
import io.imbed.testkit.Together;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Clients that break the rules or vanish in every phase, many at once: others are served, and when all is over every
 * connection has been told its end and every place is free again.
 */
class WsAttackTest {
    private static final int PER_ADDRESS = 40;
    private static final int ROUNDS = 4;
    private static final int ATTACKERS = 3;

    private interface Attack {
        void by(RawClient client) throws IOException;
    }

    /** On a socket that has said nothing yet; the server ends it in any case. */
    private static final List<Attack> BEFORE = List.of(
            client -> {},
            client -> client.bytes("GET /im HTTP/1.1\r\nHost: x\r\nUpg".getBytes(StandardCharsets.US_ASCII)),
            client ->
                    client.bytes(new byte[] {0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, (byte) 0xfc, 0x03, 0x03}),
            client -> client.bytes(
                    ("GET /im HTTP/1.1\r\n" + "X: y\r\n".repeat(20_000)).getBytes(StandardCharsets.US_ASCII)),
            client -> client.bytes("\r\n\r\n\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
            RawClient::vanish);

    /** On an open WebSocket; the server ends it, or the client does. */
    private static final List<Attack> AFTER = List.of(
            RawClient::vanish,
            client -> client.socket().shutdownOutput(),
            client -> client.bytes(header(0x81, 1L << 31)),
            client -> client.bytes(header(0x81, -1)),
            client -> client.bytes(new byte[] {(byte) 0x81, 5, 'h', 'e', 'l', 'l', 'o'}),
            client -> client.frame(RawClient.FIN | RawClient.TEXT, new byte[] {(byte) 0xc0, (byte) 0x80}),
            client -> client.frame(RawClient.FIN | RawClient.BINARY, new byte[10]),
            client -> client.frame(RawClient.FIN | RawClient.CLOSE, new byte[] {3}),
            client -> client.frame(RawClient.FIN | RawClient.CLOSE, new byte[] {3, (byte) 0xed}),
            client -> client.frame(RawClient.FIN | RawClient.CLOSE, new byte[] {3, (byte) 0xe8, (byte) 0xff}),
            client -> {
                client.close();
                for (int i = 0; i < 1_000; i++) client.frame(RawClient.FIN | RawClient.TEXT, new byte[100]);
            },
            client -> {
                client.frame(RawClient.TEXT, new byte[1]);
                for (int i = 0; i < 100; i++) client.frame(0, new byte[4_096]);
            },
            client -> {
                client.frame(RawClient.TEXT, new byte[1]);
                for (int i = 0; i < 2_000; i++) client.frame(0, new byte[1]);
                client.vanish();
            },
            client -> {
                for (int i = 0; i < 3_000; i++) client.frame(RawClient.FIN | RawClient.PING, new byte[125]);
                client.vanish();
            });

    @Test
    void attacksHarmNobodyAndLeaveNothingBehind() throws Exception {
        try (Rig rig = Rig.start(
                Rig.limits(1_000, PER_ADDRESS, Duration.ofSeconds(2)),
                options -> options.closeTimeout(Duration.ofMillis(500)))) {
            RawClient witness = rig.open();
            EngineEnd watching = rig.end();
            CompletableFuture<?>[] attacking = new CompletableFuture<?>[ATTACKERS];
            for (int i = 0; i < ATTACKERS; i++) {
                Random random = new Random(i);
                attacking[i] = Together.start(() -> attack(rig.transport.port(), random));
            }
            CompletableFuture<Void> all = CompletableFuture.allOf(attacking);

            for (int i = 0; !all.isDone() || i < 10; i++) {
                witness.send("still there? " + i);
                watching.awaits("still there? " + i);
                watching.connection().write(rig.ledger.batch("yes " + i, 1));
                assertThat(witness.next(Rig.PATIENCE)).isEqualTo("yes " + i);
            }

            all.get(1, TimeUnit.MINUTES);
            int opened = ATTACKERS * ROUNDS * AFTER.size();
            for (int i = 0; i < opened; i++) rig.end().awaitsAnyClose();
            witness.vanish();
            watching.awaitsAnyClose();
            assertEveryPlaceIsFree(rig);
        }
    }

    /** A peer that takes nothing, while the engine writes, closes, or it vanishes. */
    @Test
    void peersThatReadNothingLeaveNothingBehind() throws Exception {
        try (Rig rig = Rig.start(
                Rig.limits(1_000, PER_ADDRESS, Duration.ofSeconds(2)),
                options -> options.closeTimeout(Duration.ofMillis(500)))) {
            for (int i = 0; i < 6; i++) {
                RawClient client = rig.open();
                EngineEnd end = rig.end();
                rig.stall(end);

                if (i % 3 == 0) client.vanish();
                if (i % 3 == 1) end.connection().close(CloseReason.SLOW_CONSUMER);
                if (i % 3 == 2) client.close();

                end.awaitsAnyClose();
                assertThat(end.connection().pendingBytes()).isZero();
            }
            rig.ledger.awaitAllReleased();
            assertEveryPlaceIsFree(rig);
        }
    }

    private static void attack(int port, Random random) {
        for (int round = 0; round < ROUNDS; round++) attackOnce(port, random);
    }

    /** Every attack there is, one after the other. */
    static void attackOnce(int port, Random random) {
        for (Attack attack : BEFORE) attempt(port, attack, false, random);
        for (Attack attack : AFTER) attempt(port, attack, true, random);
    }

    private static void attempt(int port, Attack attack, boolean open, Random random) {
        try {
            RawClient client = open ? RawClient.open(port) : RawClient.connect(port);
            try {
                attack.by(client);
                if (random.nextBoolean()) client.rest();
            } catch (SocketException cutOff) {
                // That is what we asked for.
            } finally {
                client.vanish();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Places are taken back just after the engine has been told, so the last one may be a moment late. */
    private static void assertEveryPlaceIsFree(Rig rig) throws Exception {
        long end = System.nanoTime() + Rig.PATIENCE.toNanos();
        List<RawClient> all = new ArrayList<>();
        while (all.size() < PER_ADDRESS + Admission.SPARE_PER_ADDRESS) {
            RawClient client = rig.connect();
            if (client.request("/im") == 101) all.add(client);
            else
                assertThat(end - System.nanoTime())
                        .as("%s places are free", all.size())
                        .isPositive();
        }
        assertThat(rig.connect().request("/im")).isZero();
    }

    private static byte[] header(int firstByte, long length) {
        return ByteBuffer.allocate(14)
                .put((byte) firstByte)
                .put((byte) 0xff)
                .putLong(length)
                .array();
    }
}
