package io.imbed.store.jdbc;

import io.imbed.ImServer;
import io.imbed.Limits;
import io.imbed.spi.Authenticator;
import io.imbed.transport.ws.WsTransport;
import java.util.concurrent.CountDownLatch;

/** The process that is killed: a whole server. Arguments: what {@link Place#open(String)} opens, and the port or 0. */
final class KilledServer {
    private KilledServer() {}

    public static void main(String[] args) throws Exception {
        WsTransport transport = WsTransport.on(Integer.parseInt(args[1]));
        ImServer server = ImServer.builder(Place.open(args[0]))
                .authenticator(Authenticator.guests())
                .transport(transport)
                .limits(Limits.defaults().with(Limits.Rates.OPEN))
                .build();
        server.start();
        System.out.println("PORT " + transport.port());
        new CountDownLatch(1).await();
    }
}
