package io.imbed.benchmarks.load;

import java.util.Map;

/** What a server has told of itself. */
record Counts(Map<String, Long> byName) {
    /** @throws IllegalStateException if it has not told that */
    long of(String name) {
        Long value = byName.get(name);
        if (value == null) throw new IllegalStateException("the server tells no " + name + ": " + byName.keySet());
        return value;
    }

    /** Of what is counted only once it happens. */
    long ofAny(String name) {
        return byName.getOrDefault(name, 0L);
    }
}
