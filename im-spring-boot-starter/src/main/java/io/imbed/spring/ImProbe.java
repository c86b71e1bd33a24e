package io.imbed.spring;

import io.imbed.Health;
import io.imbed.ImServer;
import io.imbed.Sessions;
import io.imbed.spi.Storage;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How the chat is, as the actuator shows it. Knows no type of Boot's, since those of health are others in Boot 4.
 */
final class ImProbe {
    private final ImLifecycle lifecycle;
    private final ImServer server;
    private final Sessions sessions;
    private final Storage storage;

    ImProbe(ImLifecycle lifecycle, ImServer server, Sessions sessions, Storage storage) {
        this.lifecycle = lifecycle;
        this.server = server;
        this.sessions = sessions;
        this.storage = storage;
    }

    /**
     * @param open whether users are let in; not before the start, and not since the end has begun
     * @param ready whether all of it works
     */
    record Finding(boolean open, boolean ready, Map<String, Object> details) {}

    /** Blocks for up to two seconds. */
    Finding look() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("sessions", sessions.count());
        details.put("durability", storage.traits().durability().name().toLowerCase(Locale.ROOT));
        if (!lifecycle.isRunning()) return new Finding(false, false, details);
        Health health = server.health()
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.SECONDS)
                .join();
        if (!health.ready()) details.put("problems", health.problems());
        return new Finding(true, health.ready(), details);
    }
}
