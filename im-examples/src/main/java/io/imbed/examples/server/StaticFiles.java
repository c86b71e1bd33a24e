package io.imbed.examples.server;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of a page, by the paths under which they are asked for. All are in memory and no path is ever looked for
 * anywhere else, so none can lead out.
 *
 * <p>Threads: immutable.
 */
final class StaticFiles {
    private static final String INDEX = "index.html";

    private final Map<String, StaticFile> byPath;

    private StaticFiles(Map<String, StaticFile> byPath) {
        this.byPath = Map.copyOf(byPath);
    }

    /** @param contents by name, such as {@code assets/a.js}; {@code index.html} is also what stands at {@code /} */
    static StaticFiles of(Map<String, byte[]> contents) {
        Map<String, StaticFile> byPath = new HashMap<>();
        contents.forEach((name, content) -> byPath.put("/" + name, StaticFile.of(name, content)));
        StaticFile index = byPath.get("/" + INDEX);
        if (index == null) throw new IllegalArgumentException("a page has an " + INDEX);
        byPath.put("/", index);
        return new StaticFiles(byPath);
    }

    /** @param rawPath as it was sent: a name that somebody encoded is another name */
    @Nullable StaticFile find(String rawPath) {
        return byPath.get(rawPath);
    }
}
