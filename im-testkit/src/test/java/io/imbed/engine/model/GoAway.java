package io.imbed.engine.model;

import net.jqwik.api.Arbitrary;

/** A device loses its connection, and stays away until it has something to do. */
record GoAway(Who who) implements Step {
    static Arbitrary<Step> any() {
        return Pick.client().map(GoAway::new);
    }

    @Override
    public void play(Play play) {
        play.cut(play.device(who));
    }

    @Override
    public String toString() {
        return who + " goes away";
    }
}
