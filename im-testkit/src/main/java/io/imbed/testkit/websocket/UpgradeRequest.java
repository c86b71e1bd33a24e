package io.imbed.testkit.websocket;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A request to open a WebSocket (RFC 6455, section 4.1), proper until something is changed. Threads: one. */
final class UpgradeRequest {
    static final String KEY = "Sec-WebSocket-Key";
    /** The example of section 1.3. */
    static final String SAMPLE_KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private String line;
    private final List<String> headers = new ArrayList<>();

    UpgradeRequest(Target target) {
        line = "GET " + target.path() + " HTTP/1.1";
        headers.add("Host: " + target.host() + ":" + target.port());
        headers.add("Upgrade: websocket");
        headers.add("Connection: Upgrade");
        headers.add(KEY + ": " + SAMPLE_KEY);
        headers.add("Sec-WebSocket-Version: 13");
    }

    UpgradeRequest line(String requestLine) {
        line = requestLine;
        return this;
    }

    UpgradeRequest key(String value) {
        return instead(KEY, KEY + ": " + value);
    }

    UpgradeRequest header(String added) {
        headers.add(added);
        return this;
    }

    UpgradeRequest first(String added) {
        headers.add(0, added);
        return this;
    }

    UpgradeRequest without(String name) {
        if (!headers.removeIf(header -> header.startsWith(name + ":"))) throw new AssertionError("no header " + name);
        return this;
    }

    UpgradeRequest instead(String name, String header) {
        return without(name).header(header);
    }

    byte[] bytes() {
        StringBuilder request = new StringBuilder(line).append("\r\n");
        headers.forEach(header -> request.append(header).append("\r\n"));
        return request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
