package io.imbed.transport.servlet;

import java.time.Duration;
import org.junit.jupiter.api.Nested;

/** The wires whose server notices a client that vanishes. */
class JettyTest {
    @Nested
    class OverWebSocket extends ServletContract {
        OverWebSocket() {
            super(TestContainer.Kind.JETTY, SocketClient::open, Duration.ofSeconds(1));
        }
    }

    @Nested
    class OverEvents extends ServletContract {
        OverEvents() {
            super(TestContainer.Kind.JETTY, EventClient::open, Duration.ofSeconds(1));
        }
    }
}
