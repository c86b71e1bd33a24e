package io.imbed.benchmarks;

import java.util.Locale;

/**
 * What a figure must reach.
 *
 * @param isMost whether less is better
 */
public record Goal(double value, boolean isMost) {
    public static Goal atMost(double value) {
        return new Goal(value, true);
    }

    public static Goal atLeast(double value) {
        return new Goal(value, false);
    }

    public boolean isMet(double reached) {
        return isMost ? reached <= value : reached >= value;
    }

    /** @param format of the value, as in {@link String#format} */
    public String told(double reached, String format) {
        return wanted(format) + (isMet(reached) ? "met" : "MISSED");
    }

    /** Where nothing could be measured, which nobody is to take for met. */
    public String unknown(String format) {
        return wanted(format) + "NOT KNOWN";
    }

    private String wanted(String format) {
        return String.format(Locale.ROOT, (isMost ? "at most " : "at least ") + format + " wanted: ", value);
    }
}
