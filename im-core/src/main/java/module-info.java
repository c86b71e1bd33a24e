/** Rooms, messages, protocol and engine of Imbed. */
module io.imbed.core {
    requires com.google.gson;
    requires org.slf4j;
    requires static org.jspecify;

    exports io.imbed;
    exports io.imbed.hook;
    exports io.imbed.protocol;
    exports io.imbed.spi;
}
