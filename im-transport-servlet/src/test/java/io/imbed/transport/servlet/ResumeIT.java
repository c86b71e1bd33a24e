package io.imbed.transport.servlet;

import io.imbed.spi.Transport;
import io.imbed.testkit.ResumeContract;
import io.imbed.testkit.TransportContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** Whoever comes back, over every wire of both containers. */
class ResumeIT {
    @Nested
    class OnTomcat extends Wires {
        OnTomcat() {
            super(TestContainer.Kind.TOMCAT);
        }
    }

    @Nested
    class OnJetty extends Wires {
        OnJetty() {
            super(TestContainer.Kind.JETTY);
        }
    }

    private abstract static class Wires {
        private static final int THREADS = 50;

        private final TestContainer.Kind kind;

        Wires(TestContainer.Kind kind) {
            this.kind = kind;
        }

        @Nested
        class OverWebSocket extends Wired {
            OverWebSocket() {
                super(SocketClient::open);
            }
        }

        @Nested
        class OverEvents extends Wired {
            OverEvents() {
                super(EventClient::open);
            }
        }

        @Nested
        class OverLongPolls extends Wired {
            OverLongPolls() {
                super(PollClient::longPolling);
            }
        }

        @Nested
        class OverPolls extends Wired {
            OverPolls() {
                super(PollClient::polling);
            }
        }

        private abstract class Wired extends ResumeContract {
            private final ServletContract.Client client;
            private TestContainer container;

            Wired(ServletContract.Client client) {
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
    }
}
