package io.imbed.transport.ws;

import static io.imbed.transport.ws.RawClient.BINARY;
import static io.imbed.transport.ws.RawClient.CLOSE;
import static io.imbed.transport.ws.RawClient.FIN;
import static io.imbed.transport.ws.RawClient.PING;
import static io.imbed.transport.ws.RawClient.PONG;
import static io.imbed.transport.ws.RawClient.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.CloseReason;
import io.imbed.testkit.EngineEnd;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WsFramesTest {
    @Test
    void whatHasArrivedOfAMessageIsToldUntilItIsComplete() throws Exception {
        try (Rig rig = Rig.start()) {
            RawClient client = rig.open();
            EngineEnd end = rig.end();

            client.frame(TEXT, new byte[10_000]);
            end.awaitsPart(10_000, 20_000);
            client.frame(FIN, new byte[0]);
            end.awaitsPart(0, 0);
        }
    }

    @Test
    void fragmentsArriveAsOneMessage() throws Exception {
        try (Rig rig = Rig.start()) {
            RawClient client = rig.open();

            client.frame(TEXT, utf8("one "));
            client.frame(0, utf8("two "));
            client.frame(FIN | PING, utf8("there?"));
            client.frame(FIN, utf8("three"));

            rig.end().awaits("one two three", EngineEnd.ALIVE);
            RawClient.Frame pong = client.frame();
            assertThat(pong.firstByte()).isEqualTo(FIN | PONG);
            assertThat(pong.text()).isEqualTo("there?");
        }
    }

    @Test
    void brokenRulesEndTheConnectionWithTheirCode() throws Exception {
        assertEndsWith(1003, RawClient.masked(FIN | BINARY, utf8("x")));
        assertEndsWith(1007, RawClient.masked(FIN | TEXT, new byte[] {(byte) 0xc3, 0x28}));
        assertEndsWith(1002, new byte[] {(byte) (FIN | TEXT), 1, 'x'});
        assertEndsWith(1002, RawClient.masked(FIN | 3, utf8("x")));
        assertEndsWith(1002, RawClient.masked(FIN | PING, new byte[126]));
        // 2 GiB and more, and only the header of it.
        assertEndsWith(
                1009,
                ByteBuffer.allocate(14)
                        .put((byte) (FIN | TEXT))
                        .put((byte) 0xff)
                        .putLong(1L << 31)
                        .putInt(7)
                        .array());
    }

    private static void assertEndsWith(int code, byte[] bytes) throws Exception {
        try (Rig rig = Rig.start()) {
            RawClient client = rig.open();
            EngineEnd end = rig.end();

            client.bytes(bytes);

            assertThat(client.frame().closeCode()).isEqualTo(code);
            assertThat(client.hungUp()).isTrue();
            client.vanish();
            end.awaits(EngineEnd.closed(code), EngineEnd.ALIVE);
        }
    }

    @Test
    void closeIsReadableByAClientThatGoesOnSending() throws Exception {
        try (Rig rig = Rig.start()) {
            RawClient client = rig.open();

            client.bytes(ByteBuffer.allocate(14)
                    .put((byte) (FIN | TEXT))
                    .put((byte) 0xff)
                    .putLong(1 << 24)
                    .putInt(7)
                    .array());
            for (int i = 0; i < 1_000; i++) client.bytes(new byte[8_192]);

            assertThat(client.frame().closeCode()).isEqualTo(1009);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1012, 1013, 4001, 4005, 4500, 4999})
    void ourCloseCodesGoOnTheWireAsTheyAre(int code) throws Exception {
        try (Rig rig = Rig.start()) {
            RawClient client = rig.open();
            EngineEnd end = rig.end();

            end.connection().close(new CloseReason(code, "why €"));

            RawClient.Frame close = client.frame();
            assertThat(close.firstByte()).isEqualTo(FIN | CLOSE);
            assertThat(close.closeCode()).isEqualTo(code);
            assertThat(close.text()).endsWith("why €");
            client.frame(FIN | CLOSE, close.payload());
            assertThat(client.hungUp()).isTrue();
            end.awaits(EngineEnd.closed(code));
        }
    }

    @Test
    void longReasonsAreCutToFitAFrame() throws Exception {
        try (Rig rig = Rig.start()) {
            RawClient client = rig.open();

            rig.end().connection().close(new CloseReason(4001, "€".repeat(100)));

            assertThat(client.frame().payload()).hasSize(2 + 120);
        }
    }

    @Test
    void codesThatNameWhatHappenedHereAreNotSent() throws Exception {
        try (Rig rig = Rig.start()) {
            RawClient client = rig.open();
            EngineEnd end = rig.end();

            end.connection().close(CloseReason.ABNORMAL);

            assertThat(client.hungUp()).isTrue();
            end.awaits(EngineEnd.closed(1006));
        }
    }

    @ParameterizedTest
    @CsvSource({"1000, 1000", "1001, 1001", "4400, 4400", "0, 1005"})
    void clientsCloseIsAnsweredAndTold(int sent, int told) throws Exception {
        try (Rig rig = Rig.start()) {
            RawClient client = rig.open();
            byte[] payload = sent == 0
                    ? new byte[0]
                    : ByteBuffer.allocate(2).putShort((short) sent).array();

            client.frame(FIN | CLOSE, payload);

            RawClient.Frame answer = client.frame();
            assertThat(answer.firstByte()).isEqualTo(FIN | CLOSE);
            assertThat(answer.payload()).isEqualTo(payload);
            assertThat(client.hungUp()).isTrue();
            rig.end().awaits(EngineEnd.closed(told));
        }
    }

    @Test
    void closeIsAnsweredThoughTheStreamEndsRightBehindIt() throws Exception {
        try (Rig rig = Rig.start()) {
            RawClient client = rig.open();
            EngineEnd end = rig.end();
            WsConnection connection = (WsConnection) end.connection();

            // What the reading half does about either, in one turn of the writer.
            connection.writer().post(() -> {
                connection.peerCloses(CloseReason.NORMAL);
                connection.peerEnds();
            });

            assertThat(client.frame().closeCode()).isEqualTo(CloseReason.NORMAL.code());
            assertThat(client.hungUp()).isTrue();
            end.awaits(EngineEnd.closed(CloseReason.NORMAL.code()));
        }
    }

    @Test
    void messageRightBeforeTheEndIsStillHeard() throws Exception {
        for (int i = 0; i < 50; i++) {
            try (Rig rig = Rig.start()) {
                RawClient client = rig.open();
                EngineEnd end = rig.end();

                client.send("last words");
                client.socket().shutdownOutput();

                end.awaits("last words");
                end.awaits(EngineEnd.closed(1006));
            }
        }
    }

    @Test
    void pingFloodIsAnsweredNowAndThenAndHarmsNobody() throws Exception {
        try (Rig rig = Rig.start()) {
            RawClient flooder = rig.open();
            EngineEnd flooded = rig.end();
            RawClient other = rig.open();
            EngineEnd otherEnd = rig.end();
            byte[] ping = RawClient.masked(FIN | PING, new byte[125]);

            // Not one of the answers is read, so that they would pile up if they were kept.
            for (int i = 0; i < 100_000; i++) flooder.bytes(ping);
            other.send("still there?");

            otherEnd.awaits("still there?");
            otherEnd.connection().write(rig.ledger.batch("yes", 1));
            assertThat(other.next(Rig.PATIENCE)).isEqualTo("yes");
            assertThat(flooded.connection().pendingBytes()).isZero();
        }
    }

    @Test
    void pingsOfTheEngineDoNotPileUp() throws Exception {
        try (Rig rig = Rig.start()) {
            RawClient client = rig.open();
            EngineEnd end = rig.end();
            int lines = rig.stall(end);

            for (int i = 0; i < 100; i++) end.connection().ping();
            end.connection().write(rig.ledger.batch("end", 1));

            int pings = 0;
            for (int seen = 0; seen <= lines; ) {
                RawClient.Frame frame = client.frame();
                if (frame.opcode() == PING) pings++;
                else seen++;
            }
            assertThat(pings).isEqualTo(1);
        }
    }

    @Test
    void peerThatDoesNotTakeTheCloseIsCut() throws Exception {
        try (Rig rig = Rig.start(options -> options.closeTimeout(Duration.ofMillis(200)))) {
            rig.open();
            EngineEnd end = rig.end();
            rig.stall(end);

            end.connection().close(CloseReason.SLOW_CONSUMER);

            end.awaits(EngineEnd.closed(4001), EngineEnd.WRITABLE);
            rig.ledger.awaitAllReleased();
        }
    }

    @Test
    void peerThatDoesNotAnswerTheCloseIsCut() throws Exception {
        try (Rig rig = Rig.start(options -> options.closeTimeout(Duration.ofMillis(200)))) {
            RawClient client = rig.open();
            EngineEnd end = rig.end();

            end.connection().close(CloseReason.RESTART);

            assertThat(client.frame().closeCode()).isEqualTo(1012);
            assertThat(client.hungUp()).isTrue();
            end.awaits(EngineEnd.closed(1012));
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
