package io.imbed.transport.ws;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The head of an HTTP request, as far as an upgrade needs it (RFC 9112).
 *
 * @param path without the query, as sent
 * @param headers names in lower case; a header that came twice has two values
 */
record RequestHead(String method, String path, String query, Map<String, List<String>> headers) {
    private static final String LINE_END = "\r\n";

    /**
     * Reads a head.
     *
     * @param bytes the request up to and without the empty line
     * @return null if this is no HTTP/1.1 request
     */
    static @Nullable RequestHead parse(byte[] bytes, int length) {
        String[] lines = new String(bytes, 0, length, StandardCharsets.ISO_8859_1).split(LINE_END, -1);
        String[] first = lines[0].split(" ", -1);
        if (first.length != 3 || !first[2].equals("HTTP/1.1") || !first[1].startsWith("/")) return null;
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 1 || !isToken(lines[i].substring(0, colon))) return null;
            String value = lines[i].substring(colon + 1).strip();
            // A bare line end is where two readers of one request come to disagree.
            if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0 || value.indexOf('\0') >= 0) return null;
            headers.computeIfAbsent(lines[i].substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
                    .add(value);
        }
        headers.replaceAll((name, values) -> List.copyOf(values));
        int question = first[1].indexOf('?');
        String path = question < 0 ? first[1] : first[1].substring(0, question);
        String query = question < 0 ? "" : first[1].substring(question + 1);
        return new RequestHead(first[0], path, query, headers);
    }

    /** All values of a header, in their order; {@code name} in lower case. */
    List<String> values(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** The elements of a header that is a comma-separated list. */
    List<String> elements(String name) {
        List<String> elements = new ArrayList<>();
        for (String value : values(name)) {
            for (String element : value.split(",")) elements.add(element.strip());
        }
        return elements;
    }

    /** Whether such a header has this element, whatever its case. */
    boolean lists(String name, String element) {
        return elements(name).stream().anyMatch(element::equalsIgnoreCase);
    }

    /** The decoded parameters; of one that stands twice, the first. Null if the query is malformed. */
    @Nullable Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            if (pair.isEmpty()) continue;
            int equals = pair.indexOf('=');
            try {
                String name = URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), StandardCharsets.UTF_8);
                String value = equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
                parameters.putIfAbsent(name, value);
            } catch (IllegalArgumentException badEscape) {
                return null;
            }
        }
        return parameters;
    }

    /** The cookies; of a name that stands twice, the first, which is the one with the longest path (RFC 6265). */
    Map<String, String> cookies() {
        Map<String, String> cookies = new LinkedHashMap<>();
        for (String header : values("cookie")) {
            for (String pair : header.split(";")) {
                int equals = pair.indexOf('=');
                if (equals < 1) continue;
                cookies.putIfAbsent(
                        pair.substring(0, equals).strip(),
                        unquote(pair.substring(equals + 1).strip()));
            }
        }
        return cookies;
    }

    private static String unquote(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static boolean isToken(String name) {
        return name.chars()
                .allMatch(c -> (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
    }
}
