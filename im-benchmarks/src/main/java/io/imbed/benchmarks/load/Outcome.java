package io.imbed.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** What a scenario found: figures, which it prints as they come, and what was wanted and missed. Threads: one. */
final class Outcome {
    private static final int NAME_WIDTH = 44;

    private final List<String> missed = new ArrayList<>();

    void figure(String name, String value) {
        System.out.printf(Locale.ROOT, "  %-" + NAME_WIDTH + "s %s%n", name, value);
    }

    void figure(String name, long value) {
        figure(name, Long.toString(value));
    }

    void bytes(String name, long bytes) {
        figure(name, String.format(Locale.ROOT, "%.1f MB", bytes / 1e6));
    }

    /** Percentiles of a histogram of nanoseconds. */
    void times(String name, Histogram nanos) {
        figure(
                name,
                String.format(
                        Locale.ROOT,
                        "p50 %.1f, p99 %.1f, p99.9 %.1f, most %.1f ms (of %d)",
                        millis(nanos, 50),
                        millis(nanos, 99),
                        millis(nanos, 99.9),
                        nanos.getMaxValue() / 1e6,
                        nanos.getTotalCount()));
    }

    static double millis(Histogram nanos, double percentile) {
        return nanos.getValueAtPercentile(percentile) / 1e6;
    }

    /** Something has to be so. */
    void want(boolean so, String sentence) {
        if (so) return;
        missed.add(sentence);
        System.out.println("  MISSED: " + sentence);
    }

    /** What was wanted and missed. */
    List<String> missed() {
        return List.copyOf(missed);
    }
}
