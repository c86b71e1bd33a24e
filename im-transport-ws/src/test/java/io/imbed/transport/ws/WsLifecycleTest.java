package io.imbed.transport.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.ImServer;
import io.imbed.Limits;
import io.imbed.MemoryStorage;
import io.imbed.protocol.CloseReason;
import io.imbed.spi.Authenticator;
import io.imbed.testkit.EngineEnd;
import io.imbed.testkit.ScriptedAcceptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WsLifecycleTest {
    @Test
    void portInUseFailsAtOnceWithASentenceThatNamesIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            WsTransport transport = WsTransport.on(taken.getLocalPort());

            assertThatThrownBy(() -> transport.start(new ScriptedAcceptor(Limits.defaults())))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1 port " + taken.getLocalPort())
                    .hasMessageContaining("in use");
            assertNoThreadIsLeft();
        }
    }

    @Test
    void serverWhosePortIsInUseFailsAtOnceAndLeavesNothingOpen() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            WsTransport first = WsTransport.on(0);
            ImServer server = ImServer.builder(MemoryStorage.create())
                    .authenticator(Authenticator.guests())
                    .transport(first)
                    .transport(WsTransport.on(taken.getLocalPort()))
                    .build();

            assertThatThrownBy(server::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1 port " + taken.getLocalPort())
                    .hasMessageContaining("in use");

            assertNoThreadIsLeft();
            new ServerSocket(first.port(), 1, InetAddress.getLoopbackAddress()).close();
        }
    }

    @Test
    void portAndThreadsAreFreeAfterTheStop() throws Exception {
        int port;
        try (Rig rig = Rig.start()) {
            port = rig.transport.port();
            rig.open();
            rig.end();
        }

        assertNoThreadIsLeft();
        WsTransport again = WsTransport.on(port);
        again.start(new ScriptedAcceptor(Limits.defaults()));
        stop(again);
    }

    /** Whose end closes first keeps the pair of ports for a minute, and the system must not keep the server's for it. */
    @Test
    void portIsFreeAtOnceAfterTheServerClosedAConnection() throws Exception {
        int port;
        try (Rig rig = Rig.start()) {
            port = rig.transport.port();
            RawClient client = rig.open();
            rig.end().connection().close(CloseReason.RESTART);
            assertThat(client.awaitClose(Rig.PATIENCE)).isEqualTo(1012);
            assertThat(client.hungUp()).isTrue();
            client.socket().close();
        }

        WsTransport again = WsTransport.on(port);
        again.start(new ScriptedAcceptor(Limits.defaults()));
        stop(again);
    }

    @Test
    void stopsAtOnceIfNobodyEverConnected() throws Exception {
        WsTransport transport = WsTransport.on(0);
        transport.start(new ScriptedAcceptor(Limits.defaults()));
        long begun = System.nanoTime();

        transport.stop(Rig.PATIENCE).toCompletableFuture().get(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        assertNoThreadIsLeft();
    }

    @Test
    void stopBeforeTheStartDoesNothing() throws Exception {
        stop(WsTransport.on(0));
    }

    @Test
    void halfAHandshakeDoesNotHoldUpTheStop() throws Exception {
        try (Rig rig = Rig.start()) {
            rig.open();
            EngineEnd end = rig.end();
            rig.connect().bytes(new byte[] {'G', 'E', 'T'});

            var stopping = rig.transport.stop(Rig.PATIENCE).toCompletableFuture();
            end.connection().close(io.imbed.protocol.CloseReason.ABNORMAL);

            stopping.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void threadsAreNamedAfterTheServer() throws Exception {
        try (Rig rig = Rig.start(options -> options.ioThreads(2).writerThreads(2))) {
            rig.open();
            rig.end();

            assertThat(threads().stream().map(Thread::getName))
                    .containsExactlyInAnyOrder(
                            "im-contract-ws-io-0",
                            "im-contract-ws-io-1",
                            "im-contract-ws-io-2",
                            "im-contract-ws-accept-0",
                            "im-contract-ws-writer-0",
                            "im-contract-ws-writer-1");
        }
    }

    private static void stop(WsTransport transport) throws Exception {
        transport.stop(Duration.ZERO).toCompletableFuture().get(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static void assertNoThreadIsLeft() throws InterruptedException {
        for (Thread thread : threads()) thread.join(Rig.PATIENCE.toMillis());
        assertThat(threads()).isEmpty();
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread ->
                        thread.getName().startsWith("im-") || thread.getName().startsWith("WebSocket"))
                .toList();
    }
}
