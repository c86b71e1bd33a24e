package io.imbed.examples.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The page that says what this server is, made from {@code page.html}. It stands in for the web chat where the build left
 * that out.
 *
 * @param wsAddress where the WebSocket is
 * @param howToChat what {@code chat} needs to say who its user is
 */
record Page(String wsAddress, String howToChat) {
    /** By name, as a site serves them. */
    Map<String, byte[]> files() {
        return Map.of("index.html", bytes(html()), "page.css", bytes(resource("page.css")));
    }

    private String html() {
        return resource("page.html").replace("{{ws}}", escape(wsAddress)).replace("{{user}}", escape(howToChat));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The address comes from the command line, where anything may stand. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) throw new IllegalStateException("the build left out " + name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
