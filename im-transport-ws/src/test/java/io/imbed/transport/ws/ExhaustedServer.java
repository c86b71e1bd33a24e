package io.imbed.transport.ws;

import io.imbed.ImServer;
import io.imbed.Limits;
import io.imbed.MemoryStorage;
import io.imbed.spi.Authenticator;

/** A server in a process of its own, that may have fewer file descriptors than connections. Ends with its input. */
final class ExhaustedServer {
    private ExhaustedServer() {}

    public static void main(String[] args) throws Exception {
        WsTransport transport = WsTransport.on(0);
        ImServer server = ImServer.builder(MemoryStorage.create())
                .authenticator(Authenticator.guests())
                .transport(transport)
                .limits(Limits.defaults()
                        .with(Limits.Rates.OPEN)
                        .with(new Limits.Connections(100_000, 100_000, 100_000, 8_192)))
                .build();
        server.start();
        System.out.println("PORT " + transport.port());
        System.in.transferTo(System.out);
        server.close();
    }
}
