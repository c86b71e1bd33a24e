package io.imbed.transport.servlet;

import io.imbed.spi.Transport;
import io.imbed.testkit.TransportContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

/** The contract of all transports over one wire of one container. */
abstract class ServletContract extends TransportContract {
    private static final List<TestContainer> STARTED = new ArrayList<>();
    private static final int THREADS = 10;

    private final TestContainer.Kind kind;
    private final Client client;
    private final Duration resumeWithin;
    private TestContainer container;

    /** Connects to a port. */
    interface Client {
        Wire connect(int port) throws Exception;
    }

    /** @param resumeWithin after which a client that has vanished without a word is given up */
    ServletContract(TestContainer.Kind kind, Client client, Duration resumeWithin) {
        this.kind = kind;
        this.client = client;
        this.resumeWithin = resumeWithin;
    }

    @Override
    protected Transport transport() {
        ServletTransport transport =
                ServletTransport.builder().resumeWithin(resumeWithin).build();
        try {
            container = kind.start(transport, THREADS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        STARTED.add(container);
        return transport;
    }

    @Override
    protected Wire connect(Transport started) throws Exception {
        return client.connect(container.port());
    }

    /** Last of all, so that the transport is what ends connections. */
    @AfterAll
    static void stopContainers() {
        for (TestContainer each : STARTED) each.close();
        STARTED.clear();
    }
}
