package io.imbed.engine.model;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** The same sequences in each build, so that a build says something of what was changed; {@link RandomOperationsSearch} has others. */
class RandomOperationsTest extends RandomOperations {
    @Property(seed = "20261126", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void everybodySeesWhatTheModelSays(@ForAll("scripts") Script script) {
        requireAgreement(script);
    }
}
