package io.imbed.transport.ws;

import io.imbed.spi.Transport;
import io.imbed.testkit.ResumeContract;
import io.imbed.testkit.TransportContract;
import java.io.IOException;

class WsResumeIT extends ResumeContract {
    @Override
    protected Transport transport() {
        return WsTransport.on(0);
    }

    @Override
    protected int port(Transport started) {
        return ((WsTransport) started).port();
    }

    @Override
    protected TransportContract.Wire connect(int port) throws IOException {
        return RawClient.open(port);
    }
}
