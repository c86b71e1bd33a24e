package io.imbed.testkit.websocket;

import java.net.InetSocketAddress;
import java.net.URI;

/** Where the server is. */
record Target(String host, int port, String path) {
    private static final int HTTP_PORT = 80;

    /** @param address {@code ws://host[:port]/path} */
    static Target of(URI address) {
        if (!"ws".equals(address.getScheme()) || address.getHost() == null) {
            throw new IllegalArgumentException(address + " is not ws://host:port/path");
        }
        String path = address.getRawPath() == null || address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        return new Target(address.getHost(), address.getPort() < 0 ? HTTP_PORT : address.getPort(), path);
    }

    InetSocketAddress socket() {
        return new InetSocketAddress(host, port);
    }
}
