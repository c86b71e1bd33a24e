package io.imbed.spring;

import io.imbed.Lookup;
import io.imbed.Sessions;
import io.imbed.spi.Storage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Whether the chat works: it lets users in, and its storage answers. Knows no type of Boot's, since those of health are others
 * in Boot 4.
 */
final class ImProbe {
    /** A room that never is, so that the storage and no cache is asked. */
    private static final String NO_ROOM = "~health";

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final ImLifecycle lifecycle;
    private final Lookup lookup;
    private final Sessions sessions;
    private final Storage storage;

    ImProbe(ImLifecycle lifecycle, Lookup lookup, Sessions sessions, Storage storage) {
        this.lifecycle = lifecycle;
        this.lookup = lookup;
        this.sessions = sessions;
        this.storage = storage;
    }

    /** @param problem null if there is none */
    record Finding(boolean open, @Nullable Throwable problem, Map<String, Object> details) {}

    /** Blocks for up to two seconds. */
    Finding look() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("sessions", sessions.count());
        details.put("durability", storage.traits().durability().name().toLowerCase(Locale.ROOT));
        if (!lifecycle.isRunning()) return new Finding(false, null, details);
        try {
            lookup.room(NO_ROOM).toCompletableFuture().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return new Finding(true, null, details);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Finding(true, e, details);
        } catch (ExecutionException e) {
            return new Finding(true, e.getCause(), details);
        } catch (TimeoutException e) {
            return new Finding(true, e, details);
        }
    }
}
