package io.imbed.engine.model;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** The host reacts in two users' names, until a message has nearly as many reactions as it may, and each of the two too. */
record FillReactions(Slot slot, int back, String one, String other) implements Step {
    private static final int OF_EACH = 9;

    static Arbitrary<Step> any() {
        return Combinators.combine(Pick.slot(), Pick.back(), Pick.member(), Pick.member())
                .as(FillReactions::new);
    }

    @Override
    public void play(Play play) {
        for (int i = 1; i <= OF_EACH; i++) {
            new React(Who.HOST, slot, back, one, "one" + i, true).play(play);
            new React(Who.HOST, slot, back, other, "other" + i, true).play(play);
        }
    }

    @Override
    public String toString() {
        return "the host reacts " + OF_EACH + " times each as " + one + " and " + other + " in " + slot + " (" + back
                + " back)";
    }
}
