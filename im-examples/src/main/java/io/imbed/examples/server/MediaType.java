package io.imbed.examples.server;

import java.util.Map;

/**
 * What kind of bytes a file holds.
 *
 * @param value as in {@code Content-Type}
 * @param compressible whether gzip is worth trying; pictures and fonts are compressed in themselves
 */
record MediaType(String value, boolean compressible) {
    private static final MediaType UNKNOWN = new MediaType("application/octet-stream", false);
    private static final MediaType TEXT = new MediaType("text/plain; charset=utf-8", true);

    private static final Map<String, MediaType> BY_ENDING = Map.ofEntries(
            Map.entry("html", new MediaType("text/html; charset=utf-8", true)),
            Map.entry("js", new MediaType("text/javascript; charset=utf-8", true)),
            Map.entry("css", new MediaType("text/css; charset=utf-8", true)),
            Map.entry("json", new MediaType("application/json", true)),
            Map.entry("webmanifest", new MediaType("application/manifest+json", true)),
            Map.entry("svg", new MediaType("image/svg+xml", true)),
            Map.entry("ico", new MediaType("image/x-icon", true)),
            Map.entry("txt", TEXT),
            Map.entry("md", TEXT),
            Map.entry("png", new MediaType("image/png", false)),
            Map.entry("webp", new MediaType("image/webp", false)),
            Map.entry("woff2", new MediaType("font/woff2", false)));

    /** By the end of the name. What is not known is no text, and no browser may guess (nosniff). */
    static MediaType of(String name) {
        return BY_ENDING.getOrDefault(name.substring(name.lastIndexOf('.') + 1), UNKNOWN);
    }
}
