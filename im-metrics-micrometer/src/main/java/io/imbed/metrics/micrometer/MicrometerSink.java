package io.imbed.metrics.micrometer;

import io.imbed.spi.MetricsSink;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Figures as meters of a registry, under the names of ARCHITECTURE.md, and each tag under the key of the table there. A name has
 * one key at all times, which is what Prometheus asks for.
 *
 * <pre>{@code ImServer.builder(storage).metrics(new MicrometerSink(registry))}</pre>
 *
 * <p>Threads: any.
 */
public final class MicrometerSink implements MetricsSink {
    /** The key of a name's tag. One that is not here has no tag; if it gets one all the same, its key is "tag". */
    static final Map<String, String> KEYS = Map.of(
            "im.connections.closed", "code",
            "im.requests", "op",
            "im.requests.refused", "op",
            "im.refusals", "code",
            "im.catchups", "outcome",
            "im.hook.time", "hook",
            "im.hook.errors", "hook",
            "im.pending", "outcome",
            "im.retention.failed", "what");

    private record Key(String name, String tag) {}

    private final MeterRegistry registry;
    private final Map<Key, Counter> counters = new ConcurrentHashMap<>(); // a registry takes longer to find one
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    /** @param registry keeps the meters for as long as it lives, and through the gauges the server that they are of */
    public MicrometerSink(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void count(String name, String tag, long amount) {
        counters.computeIfAbsent(new Key(name, tag), key -> registry.counter(name, tags(key)))
                .increment(amount);
    }

    @Override
    public void time(String name, String tag, long nanos) {
        timers.computeIfAbsent(new Key(name, tag), key -> registry.timer(name, tags(key)))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void gauge(String name, LongSupplier value) {
        Gauge.builder(name, value::getAsLong).strongReference(true).register(registry);
    }

    private static Tags tags(Key key) {
        String tagKey = KEYS.get(key.name());
        if (tagKey != null) return Tags.of(tagKey, key.tag());
        return key.tag().isEmpty() ? Tags.empty() : Tags.of("tag", key.tag());
    }
}
