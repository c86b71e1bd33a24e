package io.imbed.benchmarks.compare;

import io.imbed.benchmarks.Goal;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What Imbed must reach in one work beside another.
 *
 * @param ratio to a figure of theirs
 */
record Target(Peer beside, String what, ToDoubleFunction<Figures> figure, Goal ratio) {
    private static final String FORMAT = "%.3g";

    static Target cpu(Peer beside, double atMost) {
        return new Target(beside, "CPU per delivery", Figures::cpuMicros, Goal.atMost(atMost));
    }

    static Target deliveries(Peer beside, double atLeast) {
        return new Target(beside, "deliveries per second", Figures::perSecond, Goal.atLeast(atLeast));
    }

    static Target p99(Peer beside, double atMost) {
        return new Target(beside, "p99", Figures::p99Millis, Goal.atMost(atMost));
    }

    boolean isMet(Figures ours, Figures theirs) {
        return ratio.isMet(reached(ours, theirs));
    }

    /** There is nothing to hold it against. */
    String unknown() {
        return what + ": nothing of " + beside.label() + " to compare with, " + ratio.unknown(FORMAT);
    }

    String told(Figures ours, Figures theirs) {
        double reached = reached(ours, theirs);
        return String.format(
                Locale.ROOT, "%s: %.3g of %s, %s", what, reached, beside.label(), ratio.told(reached, FORMAT));
    }

    private double reached(Figures ours, Figures theirs) {
        return figure.applyAsDouble(ours) / figure.applyAsDouble(theirs);
    }
}
