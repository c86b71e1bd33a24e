package io.imbed.transport.servlet;

import java.time.Duration;
import org.junit.jupiter.api.Nested;

/** The wires whose server notices a client that vanishes. */
class TomcatTest {
    @Nested
    class OverWebSocket extends ServletContract {
        OverWebSocket() {
            super(TestContainer.Kind.TOMCAT, SocketClient::open, Duration.ofSeconds(1));
        }
    }

    @Nested
    class OverEvents extends ServletContract {
        OverEvents() {
            super(TestContainer.Kind.TOMCAT, EventClient::open, Duration.ofSeconds(1));
        }
    }
}
