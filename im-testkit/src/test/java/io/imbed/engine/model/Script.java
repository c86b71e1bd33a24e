package io.imbed.engine.model;

import java.util.ArrayList;
import java.util.List;

/** A sequence of steps; printed one a line. */
record Script(List<Step> steps) {
    Script without(int index) {
        List<Step> others = new ArrayList<>(steps);
        others.remove(index);
        return new Script(List.copyOf(others));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            text.append("\n  ").append(i + 1).append(". ").append(steps.get(i));
        }
        return text.toString();
    }
}
