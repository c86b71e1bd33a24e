package io.imbed.examples.server;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.imbed.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How the server is, for orchestrators and balancers: {@code /healthz} answers 200 unless another start is the only help,
 * {@code /readyz} unless users are better sent elsewhere; else both answer 503 and say why. The chat and the WebSocket port are
 * asked at most once a second, so that asking is no load.
 *
 * <p>Threads: any; blocks for as long as what is asked does.
 */
final class HealthCheck {
    private static final long FRESH_NANOS = 1_000_000_000L;

    private final Supplier<OptionalInt> handshake;
    private final Supplier<Health> chat;
    private final LongSupplier nanoTime;
    private Health found = new Health(false, false, List.of()); // guarded by this
    private long lookedAt; // guarded by this
    private boolean looked; // guarded by this

    /** @param handshake the status with which the port answers a request to open a WebSocket; empty if it does not */
    HealthCheck(Supplier<OptionalInt> handshake, Supplier<Health> chat, LongSupplier nanoTime) {
        this.handshake = handshake;
        this.chat = chat;
        this.nanoTime = nanoTime;
    }

    /** By path. */
    Map<String, Supplier<Answer>> pages() {
        return Map.of("/healthz", this::live, "/readyz", this::ready);
    }

    private Answer live() {
        Health health = look();
        return answer(health.live(), health);
    }

    private Answer ready() {
        Health health = look();
        return answer(health.ready(), health);
    }

    private static Answer answer(boolean good, Health health) {
        JsonObject json = new JsonObject();
        json.addProperty("status", good ? "up" : "down");
        if (!health.problems().isEmpty()) {
            JsonArray problems = new JsonArray();
            health.problems().forEach(problems::add);
            json.add("problems", problems);
        }
        return Answer.json(good ? 200 : 503, json + "\n");
    }

    private synchronized Health look() {
        long now = nanoTime.getAsLong();
        if (looked && now - lookedAt < FRESH_NANOS) return found;
        found = withPort(chat.get());
        lookedAt = now;
        looked = true;
        return found;
    }

    /** A port that answers that it is full (429, 503) does answer. */
    private Health withPort(Health health) {
        if (handshake.get().isPresent()) return health;
        List<String> problems = new ArrayList<>(health.problems());
        problems.add("the WebSocket port does not answer");
        return new Health(false, false, problems);
    }
}
