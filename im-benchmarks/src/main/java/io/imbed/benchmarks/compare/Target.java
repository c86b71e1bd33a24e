package io.imbed.benchmarks.compare;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What Imbed must reach in one work beside another, as a ratio of a figure of theirs.
 *
 * @param atMost whether less is better
 */
record Target(Peer beside, String what, ToDoubleFunction<Figures> figure, boolean atMost, double ratio) {
    static Target cpu(Peer beside, double ratio) {
        return new Target(beside, "CPU per delivery", Figures::cpuMicros, true, ratio);
    }

    static Target deliveries(Peer beside, double ratio) {
        return new Target(beside, "deliveries per second", Figures::perSecond, false, ratio);
    }

    static Target p99(Peer beside, double ratio) {
        return new Target(beside, "p99", Figures::p99Millis, true, ratio);
    }

    boolean isMet(Figures ours, Figures theirs) {
        double reached = ratio(ours, theirs);
        return atMost ? reached <= ratio : reached >= ratio;
    }

    /** There is nothing to hold it against. */
    String unknown() {
        return String.format(
                Locale.ROOT,
                "%s: nothing of %s to compare with, %s %.3g wanted: NOT KNOWN",
                what,
                beside.label(),
                atMost ? "at most" : "at least",
                ratio);
    }

    String told(Figures ours, Figures theirs) {
        return String.format(
                Locale.ROOT,
                "%s: %.3g of %s, %s %.3g wanted: %s",
                what,
                ratio(ours, theirs),
                beside.label(),
                atMost ? "at most" : "at least",
                ratio,
                isMet(ours, theirs) ? "met" : "MISSED");
    }

    private double ratio(Figures ours, Figures theirs) {
        return figure.applyAsDouble(ours) / figure.applyAsDouble(theirs);
    }
}
