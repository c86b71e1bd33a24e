/** Java client of Imbed. */
module io.imbed.client {
    requires transitive io.imbed.core;
    requires org.java_websocket;
    requires org.slf4j;
    requires static org.jspecify;

    exports io.imbed.client;
}
