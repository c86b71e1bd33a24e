package io.imbed.testkit.websocket;

import io.imbed.testkit.websocket.Profile.Leeway;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One question to a server.
 *
 * @param clause of RFC 6455
 * @param opens whether an open WebSocket comes first, or a bare socket
 * @param leeway with which it is not asked
 */
record ConformanceCase(
        String clause, String name, boolean opens, @Nullable Leeway leeway, List<Part> parts) {
    /** Whether a connection that has gone through this is still good. */
    boolean staysOpen() {
        Part last = parts.get(parts.size() - 1);
        return last instanceof Part.Hears || last instanceof Part.Objects || last instanceof Part.Upgrades;
    }

    String title() {
        return clause + " " + name;
    }
}
