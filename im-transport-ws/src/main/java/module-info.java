/** WebSocket server of Imbed, on a port of its own. */
module io.imbed.transport.ws {
    requires transitive io.imbed.core;
    requires org.java_websocket;
    requires org.slf4j;
    requires static org.jspecify;

    exports io.imbed.transport.ws;
}
