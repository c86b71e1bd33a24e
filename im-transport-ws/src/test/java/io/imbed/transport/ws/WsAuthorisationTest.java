package io.imbed.transport.ws;

import io.imbed.spi.Transport;
import io.imbed.testkit.TransportContract.Wire;
import io.imbed.testkit.authorisation.AuthorisationContract;
import java.util.Map;
import java.util.stream.Stream;

/** Who may do what, over WebSocket on a port of its own. */
class WsAuthorisationTest extends AuthorisationContract {
    @Override
    protected Transport transport() {
        return WsTransport.on(0);
    }

    @Override
    protected Wire connect(Transport started, Map<String, String> headers) throws Exception {
        RawClient client = RawClient.connect(((WsTransport) started).port());
        Stream<String> shown = headers.entrySet().stream().map(each -> each.getKey() + ": " + each.getValue());
        client.upgrade(
                "/im",
                Stream.concat(Stream.of("Sec-WebSocket-Protocol: im.v1"), shown).toArray(String[]::new));
        return client;
    }
}
