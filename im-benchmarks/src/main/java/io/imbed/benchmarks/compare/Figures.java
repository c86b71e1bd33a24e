package io.imbed.benchmarks.compare;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one process was measured at.
 *
 * @param version of the library that was running
 * @param perSecond deliveries, counted at the receivers
 * @param cpuMicros of the server's process, user and system, for each delivery
 * @param exact whether every member received every message of its room once, and those of each sender in their order
 * @param oneOrder whether all members of a room received them in the same order
 */
record Figures(
        String version,
        double perSecond,
        double cpuMicros,
        double p50Millis,
        double p99Millis,
        boolean exact,
        boolean oneOrder) {
    /** By each figure apart; a promise is kept if it was in all. */
    static Figures median(List<Figures> all) {
        return new Figures(
                all.get(0).version(),
                median(all, Figures::perSecond),
                median(all, Figures::cpuMicros),
                median(all, Figures::p50Millis),
                median(all, Figures::p99Millis),
                all.stream().allMatch(Figures::exact),
                all.stream().allMatch(Figures::oneOrder));
    }

    /** Of an even number the mean of the two in the middle. */
    static <T> double median(List<T> all, ToDoubleFunction<T> figure) {
        List<Double> sorted = all.stream()
                .map(figure::applyAsDouble)
                .sorted(Comparator.naturalOrder())
                .toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }
}
