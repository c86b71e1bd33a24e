package io.imbed.examples.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The page that says what this server is, made from {@code page.html}.
 *
 * @param wsAddress where the WebSocket is
 * @param howToChat what {@code chat} needs to say who its user is
 */
record Page(String wsAddress, String howToChat) {
    String html() {
        return resource("page.html").replace("{{ws}}", escape(wsAddress)).replace("{{user}}", escape(howToChat));
    }

    String css() {
        return resource("page.css");
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
