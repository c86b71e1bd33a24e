package io.imbed.testkit.history;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A rule was broken.
 *
 * @param what in one sentence
 * @param evidence the steps that prove it; empty where the final log alone does
 */
public record Violation(Rule rule, String what, List<Step> evidence) {
    public Violation {
        evidence = List.copyOf(evidence);
    }

    @Override
    public String toString() {
        String steps = evidence.stream().map(step -> "\n    " + step).collect(Collectors.joining());
        return rule + ": " + what + steps;
    }
}
