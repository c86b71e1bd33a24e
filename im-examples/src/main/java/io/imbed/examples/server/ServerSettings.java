package io.imbed.examples.server;

import io.imbed.Limits;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for, checked.
 *
 * @param host the address as it was written, for people and pages
 * @param wsUrl the address of the WebSocket that browsers are told; null if it is our own
 * @param log where rooms are kept
 * @param origins of web pages besides our own
 * @param metrics whether to show figures
 * @param drain how long ending may take
 */
record ServerSettings(
        String host,
        InetAddress address,
        int wsPort,
        int httpPort,
        @Nullable String wsUrl,
        LogPlace log,
        Authentication authentication,
        List<String> origins,
        Limits limits,
        boolean metrics,
        Duration drain) {
    /** More than one machine has ports for, so that the load is what a test finds the end of. */
    private static final int OPEN_CONNECTIONS = 100_000;

    /** No limit on rates, none that matters on connections; memory stays bounded. */
    static Limits openLimits() {
        Limits limits = Limits.defaults();
        int handshakeBytes = limits.connections().handshakeBytes();
        return limits.with(Limits.Rates.OPEN)
                .with(new Limits.Connections(OPEN_CONNECTIONS, OPEN_CONNECTIONS, OPEN_CONNECTIONS, handshakeBytes));
    }

    /** The host as it stands in an address: IPv6 in brackets. */
    String urlHost() {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
