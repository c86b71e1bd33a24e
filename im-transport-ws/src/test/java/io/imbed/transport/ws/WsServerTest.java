package io.imbed.transport.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.spi.Turn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.java_websocket.WebSocketImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The turns of a worker, played by the test's thread. */
class WsServerTest {
    private final ServerSocketChannel listening =
            ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final WsServer server = new WsServer(listening, 1, "im-test-");
    private final WsServer.Worker worker = server.new Worker();
    private int turns;
    private final Runnable handOver = () -> turns++;

    WsServerTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        listening.close();
    }

    private void read(int times) throws InterruptedException {
        for (int i = 0; i < times; i++) worker.put(new WebSocketImpl(server, WsServer.DRAFTS));
    }

    private void decode() {
        worker.begins();
        assertThat(Turn.atEnd(handOver)).isTrue();
        worker.ends();
    }

    @Test
    void handsOverAtOnceIfNothingElseLiesReady() throws Exception {
        for (int i = 1; i <= 3; i++) {
            read(1);
            decode();
            assertThat(turns).isEqualTo(i);
        }
    }

    @Test
    void handsOverOnceWhatLiesReady() throws Exception {
        read(3);
        decode();
        decode();
        assertThat(turns).isZero();

        decode();
        assertThat(turns).isEqualTo(1);
        assertThat(Turn.atEnd(handOver)).isFalse();
    }

    @Test
    void handsOverInTimeHoweverMuchLiesReady() throws Exception {
        read(200);
        for (int i = 0; i < 200; i++) decode();

        assertThat(turns).isEqualTo(4); // 64, 64, 64 and the rest
    }
}
