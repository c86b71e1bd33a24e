package io.imbed.transport.servlet;

import io.imbed.spi.Transport;
import io.imbed.testkit.TransportContract.Wire;
import io.imbed.testkit.authorisation.AuthorisationContract;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** Who may do what, over each wire of each container. */
class ServletAuthorisationIT {
    /** Connects to a port, showing headers. */
    private interface Client {
        Wire connect(int port, Map<String, String> headers) throws Exception;
    }

    private abstract static class Behind extends AuthorisationContract {
        private final TestContainer.Kind kind;
        private final Client client;
        private TestContainer container;

        Behind(TestContainer.Kind kind, Client client) {
            this.kind = kind;
            this.client = client;
        }

        @Override
        protected Transport transport() throws Exception {
            ServletTransport transport = ServletTransport.create();
            container = kind.start(transport, 50);
            return transport;
        }

        @Override
        protected Wire connect(Transport started, Map<String, String> headers) throws Exception {
            return client.connect(container.port(), headers);
        }

        @Override
        protected void release() {
            container.close();
        }
    }

    private static Wire webSocket(int port, Map<String, String> headers) throws Exception {
        return SocketClient.open(port, options -> headers.forEach(options::header));
    }

    @Nested
    class WebSocketOnTomcat extends Behind {
        WebSocketOnTomcat() {
            super(TestContainer.Kind.TOMCAT, ServletAuthorisationIT::webSocket);
        }
    }

    @Nested
    class WebSocketOnJetty extends Behind {
        WebSocketOnJetty() {
            super(TestContainer.Kind.JETTY, ServletAuthorisationIT::webSocket);
        }
    }

    @Nested
    class EventsOnTomcat extends Behind {
        EventsOnTomcat() {
            super(TestContainer.Kind.TOMCAT, EventClient::open);
        }
    }

    @Nested
    class EventsOnJetty extends Behind {
        EventsOnJetty() {
            super(TestContainer.Kind.JETTY, EventClient::open);
        }
    }

    @Nested
    class LongPollsOnTomcat extends Behind {
        LongPollsOnTomcat() {
            super(TestContainer.Kind.TOMCAT, PollClient::longPolling);
        }
    }

    @Nested
    class LongPollsOnJetty extends Behind {
        LongPollsOnJetty() {
            super(TestContainer.Kind.JETTY, PollClient::longPolling);
        }
    }

    @Nested
    class PollsOnTomcat extends Behind {
        PollsOnTomcat() {
            super(TestContainer.Kind.TOMCAT, PollClient::polling);
        }
    }

    @Nested
    class PollsOnJetty extends Behind {
        PollsOnJetty() {
            super(TestContainer.Kind.JETTY, PollClient::polling);
        }
    }
}
