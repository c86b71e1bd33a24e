package io.imbed.transport.ws;

import io.imbed.spi.Transport;
import io.imbed.testkit.TransportContract.Wire;
import io.imbed.testkit.decoding.DecodingContract;

/** Text that breaks parsers, over WebSocket on a port of its own. */
class WsDecodingIT extends DecodingContract {
    @Override
    protected Transport transport() {
        return WsTransport.on(0);
    }

    @Override
    protected Wire connect(Transport started) throws Exception {
        return RawClient.open(((WsTransport) started).port());
    }
}
