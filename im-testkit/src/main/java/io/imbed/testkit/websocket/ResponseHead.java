package io.imbed.testkit.websocket;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The head of an HTTP response.
 *
 * @param status 0 if there was none
 * @param headers {@code name: value}, the name in lower case
 */
record ResponseHead(int status, List<String> headers) {
    static final ResponseHead NONE = new ResponseHead(0, List.of());

    static ResponseHead parse(String head) {
        String[] lines = head.split("\r\n");
        if (!lines[0].matches("HTTP/1\\.1 \\d{3}( .*)?")) throw new AssertionError("no HTTP response: " + lines[0]);
        List<String> headers = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 1) throw new AssertionError("no header: " + lines[i]);
            String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
            headers.add(name + ": " + lines[i].substring(colon + 1).strip());
        }
        return new ResponseHead(Integer.parseInt(lines[0].substring(9, 12)), headers);
    }

    /** All values of a header, in their order; {@code name} in lower case. */
    List<String> values(String name) {
        String start = name + ": ";
        return headers.stream()
                .filter(header -> header.startsWith(start))
                .map(header -> header.substring(start.length()))
                .toList();
    }
}
