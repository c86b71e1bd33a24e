package io.imbed.examples.server;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What an HTTP request is answered with, apart from what every answer carries.
 *
 * @param headers by name; nothing about length, which the body says
 * @param body empty where there is none. Shared and never changed
 */
record Answer(int status, Map<String, String> headers, byte[] body) {
    Answer {
        headers = Map.copyOf(headers);
    }

    /** A word for people. */
    static Answer text(int status, String body) {
        return of(status, "text/plain; charset=utf-8", body);
    }

    static Answer json(int status, String body) {
        return of(status, "application/json", body);
    }

    /** True at this moment only, so nobody keeps it. */
    static Answer of(int status, String type, String body) {
        return new Answer(
                status,
                Map.of("Content-Type", type, "Cache-Control", "no-store"),
                body.getBytes(StandardCharsets.UTF_8));
    }
}
