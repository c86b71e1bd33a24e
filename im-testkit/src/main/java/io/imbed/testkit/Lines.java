package io.imbed.testkit;

import java.util.List;

/** The lines of a carrier unit. */
final class Lines {
    private Lines() {}

    static List<String> of(String unit) {
        return List.of(unit.split("\n", -1));
    }

    static int count(String unit) {
        return of(unit).size();
    }

    /** The first few lines of a unit, as a unit. */
    static String first(String unit, int count) {
        return String.join("\n", of(unit).subList(0, count));
    }
}
