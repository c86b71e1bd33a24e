package io.imbed.client.simulation;

import io.imbed.spi.MetricsSink;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** What a server says of itself: nothing may be left when it has ended, and no task may have failed. */
final class Gauges implements MetricsSink {
    private final Map<String, LongSupplier> gauges = new LinkedHashMap<>();
    private long defects;

    @Override
    public void count(String name, String tag, long amount) {
        if (name.equals("im.lane.defects")) defects += amount;
    }

    @Override
    public void time(String name, String tag, long nanos) {}

    @Override
    public void gauge(String name, LongSupplier value) {
        gauges.put(name, value);
    }

    /** @param keptBytes that events in memory may take, so that whoever is a little behind costs no read */
    void verify(String run, long keptBytes) {
        if (defects != 0) throw new AssertionError(run + ": " + defects + " tasks of lanes failed");
        gauges.forEach((name, value) -> {
            long left = value.getAsLong();
            long allowed = name.equals("im.budget.used") ? keptBytes : 0;
            if (left < 0 || left > allowed)
                throw new AssertionError(run + ": " + name + " is " + left + " after the end");
        });
    }
}
