package io.imbed.testkit.history;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Violations found so far, bounded. */
final class Findings {
    private final List<Violation> all = new ArrayList<>();
    private final Map<Rule, Integer> counts = new EnumMap<>(Rule.class);

    /** @param evidence steps; null ones are left out */
    void add(Rule rule, String what, @Nullable Step... evidence) {
        if (counts.merge(rule, 1, Integer::sum) > HistoryChecker.MAX_PER_RULE) return;
        all.add(new Violation(
                rule, what, Stream.of(evidence).filter(Objects::nonNull).toList()));
    }

    List<Violation> all() {
        return all;
    }
}
