package io.imbed.benchmarks.load;

import io.imbed.spi.MetricsSink;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Keeps a server's counts and gauges, to be read now and then. Threads: any. */
final class Meters implements MetricsSink {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<String, LongSupplier> gauges = new ConcurrentHashMap<>();

    @Override
    public void count(String name, String tag, long amount) {
        String full = tag.isEmpty() ? name : name + "." + tag;
        counts.computeIfAbsent(full, each -> new LongAdder()).add(amount);
    }

    @Override
    public void time(String name, String tag, long nanos) {}

    @Override
    public void gauge(String name, LongSupplier value) {
        gauges.put(name, value);
    }

    Map<String, Long> values() {
        Map<String, Long> values = new TreeMap<>();
        counts.forEach((name, count) -> values.put(name, count.sum()));
        gauges.forEach((name, gauge) -> values.put(name, gauge.getAsLong()));
        return values;
    }
}
