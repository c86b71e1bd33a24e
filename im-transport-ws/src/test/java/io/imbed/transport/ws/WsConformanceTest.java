package io.imbed.transport.ws;

import io.imbed.ImServer;
import io.imbed.MemoryStorage;
import io.imbed.testkit.websocket.WebSocketConformanceContract;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class WsConformanceTest extends WebSocketConformanceContract {
    private final WsTransport transport = WsTransport.on(0);
    private final ImServer server =
            ImServer.builder(MemoryStorage.create()).transport(transport).build();

    @BeforeEach
    void start() throws Exception {
        server.start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Override
    protected URI address() {
        return URI.create("ws://127.0.0.1:" + transport.port() + "/im");
    }
}
