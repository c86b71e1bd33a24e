package io.imbed.transport.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.protocol.CloseReason;
import io.imbed.spi.Acceptor;
import io.imbed.spi.Connection;
import io.imbed.spi.Handshake;
import io.imbed.spi.Inbound;
import io.imbed.spi.OriginPolicy;
import io.imbed.spi.TrustedProxies;
import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A stop is over when the engine knows of every end, also of a connection that is cut while it is handed over. */
class HubTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Handshake HANDSHAKE =
            new Handshake("/im", Map.of(), Map.of(), Map.of(), "127.0.0.1", false, Map.of());

    private final List<Boolean> stoppedWhenTold = new ArrayList<>();
    private final Hub hub = new Hub(
            ServletTransport.create(),
            new ServletOptions(
                    OriginPolicy.noPages(),
                    false,
                    TrustedProxies.none(),
                    request -> null,
                    request -> Map.of(),
                    1,
                    1,
                    2,
                    2,
                    LONG,
                    LONG,
                    LONG,
                    LONG),
            new Stopping());
    private CompletableFuture<Void> stopped = new CompletableFuture<>();
    private boolean refusing;

    /** Everything stops while it takes a connection over. */
    private final class Stopping implements Acceptor {
        @Override
        public @Nullable Refusal refuse(Handshake handshake) {
            return null;
        }

        @Override
        public Inbound accept(Connection connection) {
            stopped = hub.stop(LONG).toCompletableFuture();
            if (refusing) throw new IllegalStateException("a defect");
            ((ServletConnection) connection).cut(CloseReason.GOING_AWAY);
            return new Inbound() {
                @Override
                public void onText(String unit) {}

                @Override
                public void onAlive() {}

                @Override
                public void onWritable() {}

                @Override
                public void onClosed(CloseReason reason) {
                    stoppedWhenTold.add(stopped.isDone());
                }
            };
        }
    }

    private SocketConnection socket() {
        Object session = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, args) -> false);
        return new SocketConnection(hub, (Session) session, HANDSHAKE);
    }

    private void assertToldFirst() {
        assertThat(stoppedWhenTold).containsExactly(false);
        assertThat(stopped).isDone();
    }

    @Test
    void socketLeavesOnceTheEngineKnows() {
        socket().open();

        assertToldFirst();
    }

    @Test
    void connectionOverHttpLeavesOnceTheEngineKnows() {
        new HttpConnection(hub, HANDSHAKE, null).open();

        assertToldFirst();
    }

    @Test
    void connectionThatTheEngineFailsOnHoldsUpNoStop() {
        refusing = true;

        assertThatThrownBy(socket()::open).hasMessage("a defect");

        assertThat(stopped).isDone();
    }
}
