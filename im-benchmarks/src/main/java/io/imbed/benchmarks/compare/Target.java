package io.imbed.benchmarks.compare;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What Imbed must reach in one work beside the yardstick, as a ratio of a figure of theirs.
 *
 * @param atMost whether less is better
 */
record Target(String what, ToDoubleFunction<Figures> figure, boolean atMost, double ratio) {
    static Target cpu(double ratio) {
        return new Target("CPU per delivery", Figures::cpuMicros, true, ratio);
    }

    static Target deliveries(double ratio) {
        return new Target("deliveries per second", Figures::perSecond, false, ratio);
    }

    static Target p99(double ratio) {
        return new Target("p99", Figures::p99Millis, true, ratio);
    }

    boolean isMet(Figures ours, Figures theirs) {
        double reached = ratio(ours, theirs);
        return atMost ? reached <= ratio : reached >= ratio;
    }

    String told(Figures ours, Figures theirs) {
        return String.format(
                Locale.ROOT,
                "%s: %.2f of bare Netty, %s %.2f wanted: %s",
                what,
                ratio(ours, theirs),
                atMost ? "at most" : "at least",
                ratio,
                isMet(ours, theirs) ? "met" : "MISSED");
    }

    private double ratio(Figures ours, Figures theirs) {
        return figure.applyAsDouble(ours) / figure.applyAsDouble(theirs);
    }
}
