package io.imbed.spi;

import java.util.function.LongSupplier;

/**
 * Where figures go. Names are fixed and listed in ARCHITECTURE.md; a {@code tag} is one value of a small closed set,
 * such as an op or an error code, or empty.
 *
 * <p>Threads: any; must not block.
 */
public interface MetricsSink {
    /** Adds to a counter. */
    void count(String name, String tag, long amount);

    /** Records one duration. */
    void time(String name, String tag, long nanos);

    /** Registers a value to be read whenever wanted. Called once for each name. */
    void gauge(String name, LongSupplier value);

    /** Keeps nothing. */
    static MetricsSink none() {
        return new MetricsSink() {
            @Override
            public void count(String name, String tag, long amount) {}

            @Override
            public void time(String name, String tag, long nanos) {}

            @Override
            public void gauge(String name, LongSupplier value) {}
        };
    }
}
