package io.imbed.spring;

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
 * Figures as meters, under the names of ARCHITECTURE.md, and each tag under the key of the table there: a name has one key at
 * all times, which is what Prometheus asks for.
 *
 * <p>Threads: any.
 */
final class MeterSink implements MetricsSink {
    private static final Map<String, String> KEYS = Map.of(
            "im.connections.closed", "code",
            "im.requests", "op",
            "im.requests.refused", "op",
            "im.hook.time", "hook",
            "im.hook.errors", "hook",
            "im.pending", "outcome");

    private record Key(String name, String tag) {}

    private final MeterRegistry registry;
    private final Map<Key, Counter> counters = new ConcurrentHashMap<>(); // a registry takes longer to find one
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    MeterSink(MeterRegistry registry) {
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
