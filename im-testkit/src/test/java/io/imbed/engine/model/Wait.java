package io.imbed.engine.model;

import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Time passes: mutes and bans end, and so does the time for recalling. */
record Wait(int seconds) implements Step {
    static Arbitrary<Step> any() {
        return Arbitraries.of(1, 20, 31, 61, 121).map(Wait::new);
    }

    @Override
    public void play(Play play) {
        play.pass(Duration.ofSeconds(seconds));
    }

    @Override
    public String toString() {
        return seconds + " s pass";
    }
}
