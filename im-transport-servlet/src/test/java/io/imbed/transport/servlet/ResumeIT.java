package io.imbed.transport.servlet;

import io.imbed.spi.Transport;
import io.imbed.testkit.ResumeContract;
import io.imbed.testkit.TransportContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** Whoever comes back, over every wire of both containers. */
class ResumeIT {
    private abstract static class OverServlet extends ResumeContract {
        private static final int THREADS = 50;

        private final TestContainer.Kind kind;
        private final ServletContract.Client client;
        private TestContainer container;

        OverServlet(TestContainer.Kind kind, ServletContract.Client client) {
            this.kind = kind;
            this.client = client;
        }

        @Override
        protected Transport transport() {
            ServletTransport transport = ServletTransport.builder()
                    .resumeWithin(Duration.ofSeconds(5))
                    .build();
            try {
                container = kind.start(transport, THREADS);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            return transport;
        }

        @Override
        protected int port(Transport started) {
            return container.port();
        }

        @Override
        protected TransportContract.Wire connect(int port) throws Exception {
            return client.connect(port);
        }

        @AfterEach
        void stopContainer() {
            container.close();
        }
    }

    @Nested
    class WebSocketOnTomcat extends OverServlet {
        WebSocketOnTomcat() {
            super(TestContainer.Kind.TOMCAT, SocketClient::open);
        }
    }

    @Nested
    class EventsOnTomcat extends OverServlet {
        EventsOnTomcat() {
            super(TestContainer.Kind.TOMCAT, EventClient::open);
        }
    }

    @Nested
    class LongPollsOnTomcat extends OverServlet {
        LongPollsOnTomcat() {
            super(TestContainer.Kind.TOMCAT, PollClient::longPolling);
        }
    }

    @Nested
    class PollsOnTomcat extends OverServlet {
        PollsOnTomcat() {
            super(TestContainer.Kind.TOMCAT, PollClient::polling);
        }
    }

    @Nested
    class WebSocketOnJetty extends OverServlet {
        WebSocketOnJetty() {
            super(TestContainer.Kind.JETTY, SocketClient::open);
        }
    }

    @Nested
    class EventsOnJetty extends OverServlet {
        EventsOnJetty() {
            super(TestContainer.Kind.JETTY, EventClient::open);
        }
    }

    @Nested
    class LongPollsOnJetty extends OverServlet {
        LongPollsOnJetty() {
            super(TestContainer.Kind.JETTY, PollClient::longPolling);
        }
    }

    @Nested
    class PollsOnJetty extends OverServlet {
        PollsOnJetty() {
            super(TestContainer.Kind.JETTY, PollClient::polling);
        }
    }
}
