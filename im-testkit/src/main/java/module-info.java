/** Contract suites and manual twins of time, for whoever writes a transport, a log or a backplane for Imbed. */
module io.imbed.testkit {
    requires com.google.gson;
    requires java.management;
    requires org.slf4j;
    requires transitive io.imbed.core;
    requires transitive org.assertj.core;
    requires transitive org.junit.jupiter.api;
    requires static ch.qos.logback.classic;
    requires static ch.qos.logback.core;
    requires static org.jspecify;

    exports io.imbed.testkit;
    exports io.imbed.testkit.authorisation;
    exports io.imbed.testkit.decoding;
    exports io.imbed.testkit.history;
    exports io.imbed.testkit.websocket;
    // The suites' tests are not public; JUnit runs them in whatever module extends a suite.
    opens io.imbed.testkit to
            org.junit.platform.commons;
    opens io.imbed.testkit.authorisation to
            org.junit.platform.commons;
    opens io.imbed.testkit.decoding to
            org.junit.platform.commons;
    opens io.imbed.testkit.websocket to
            org.junit.platform.commons;
}
