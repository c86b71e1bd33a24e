package io.imbed.engine.model;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Other sequences each time, by the command in CONTRIBUTING.md: a search for what nobody has thought of. */
class RandomOperationsSearch extends RandomOperations {
    @Property(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void everybodySeesWhatTheModelSays(@ForAll("scripts") Script script) {
        requireAgreement(script);
    }
}
