/** Java client of Imbed. */
module io.imbed.client {
    requires transitive io.imbed.core;
    requires org.java_websocket;
    requires org.slf4j;
    requires static org.jspecify;

// javac refuses to export a package without classes; the first class brings this line in.
// exports io.imbed.client;
}
