package io.imbed.engine;

import io.imbed.spi.MetricsSink;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Keeps what the engine reports of itself. Threads: any. */
final class Figures implements MetricsSink {
    private final Map<String, LongSupplier> gauges = new ConcurrentHashMap<>();
    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private volatile boolean throwing;

    /** From now on what is reported is thrown back: counts with an Error, times with an exception. */
    void throwing(boolean isThrowing) {
        throwing = isThrowing;
    }

    /** What a gauge shows now. */
    long gauge(String name) {
        return gauges.get(name).getAsLong();
    }

    /** Bytes that everything waiting or cached takes together. */
    long budgetUsed() {
        return gauge("im.budget.used");
    }

    /** What a counter has come to, for one tag. */
    long counted(String name, String tag) {
        return counts.getOrDefault(name + " " + tag, 0L);
    }

    @Override
    public void count(String name, String tag, long amount) {
        if (throwing) throw new NoSuchMethodError("no counter " + name);
        counts.merge(name + " " + tag, amount, Long::sum);
    }

    @Override
    public void time(String name, String tag, long nanos) {
        if (throwing) throw new IllegalStateException("no timer " + name);
    }

    @Override
    public void gauge(String name, LongSupplier value) {
        gauges.put(name, value);
    }
}
