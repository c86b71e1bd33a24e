/** Imbed in the host's own servlet container. The container brings both Jakarta modules; WebSocket may be missing. */
module io.imbed.transport.servlet {
    requires transitive io.imbed.core;
    requires static jakarta.servlet;
    requires static jakarta.websocket;
    requires org.slf4j;
    requires static org.jspecify;

    exports io.imbed.transport.servlet;
}
