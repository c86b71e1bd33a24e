package io.imbed.testkit.history;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which epoch a step speaks of: not every answer says. */
final class Epochs {
    private final Map<String, Set<String>> known = new HashMap<>();

    Epochs(List<Step> steps, FinalLog log, Findings findings) {
        log.rooms().forEach((room, its) -> epochs(room).add(its.epoch));
        for (Step step : steps) {
            String epoch = step.epoch();
            if (epoch != null
                    && epochs(step.room()).add(epoch)
                    && epochs(step.room()).size() > 1) {
                findings.add(Rule.ONE_EPOCH, "room " + step.room() + " had epochs " + epochs(step.room()), step);
            }
        }
    }

    private Set<String> epochs(String room) {
        return known.computeIfAbsent(room, key -> new LinkedHashSet<>());
    }

    /** The epoch that a step speaks of, null if it may be one of several. */
    @Nullable String of(Step step) {
        if (step.epoch() != null) return step.epoch();
        Set<String> epochs = epochs(step.room());
        if (epochs.isEmpty()) return "";
        return epochs.size() == 1 ? epochs.iterator().next() : null;
    }

    /** Whether a step speaks of the room's final log. One of a room that is not there does: it should be. */
    boolean isFinal(Step step, FinalLog log) {
        FinalLog.Log its = log.rooms().get(step.room());
        return its == null || its.epoch.equals(of(step));
    }
}
