package io.imbed.transport.ws;

import io.imbed.spi.Transport;
import io.imbed.testkit.TransportContract;

class WsTransportTest extends TransportContract {
    @Override
    protected Transport transport() {
        return WsTransport.on(0);
    }

    @Override
    protected Wire connect(Transport started) throws Exception {
        return RawClient.open(((WsTransport) started).port());
    }
}
