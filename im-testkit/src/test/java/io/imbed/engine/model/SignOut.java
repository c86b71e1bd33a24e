package io.imbed.engine.model;

import com.google.gson.JsonObject;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** signout. */
record SignOut(Who who, Which which) implements Step {
    enum Which {
        ALL_OTHERS,
        ITSELF,
        THE_OTHER,
        SOMEBODY_ELSES
    }

    static Arbitrary<Step> any() {
        return Combinators.combine(Pick.client(), Arbitraries.of(Which.class)).as(SignOut::new);
    }

    @Override
    public void play(Play play) {
        play.connect(who);
        World world = play.world();
        Device asking = play.device(who);
        List<Device> others = world.devices.stream()
                .filter(each -> each.user.equals(who.user()) && each != asking)
                .toList();
        String named = named(world, asking, others);
        List<Device> ended = world.sessions(who.user()).stream()
                .filter(each -> named == null ? each != asking : named.equals(each.session))
                .toList();
        boolean found = named == null || !ended.isEmpty();
        play.compare(
                found ? new JsonObject() : new Refused("NOT_FOUND").reply(),
                play.ask(asking, "signout", World.fields("session", named)));
        ended.forEach(play::requireSignedOut);
    }

    private @Nullable String named(World world, Device asking, List<Device> others) {
        return switch (which) {
            case ALL_OTHERS -> null;
            case ITSELF -> asking.session;
            case THE_OTHER -> others.isEmpty() ? "none" : others.get(0).session;
            case SOMEBODY_ELSES ->
                world.devices.stream()
                        .filter(each -> !each.user.equals(who.user()))
                        .map(each -> each.session)
                        .findFirst()
                        .orElseThrow();
        };
    }

    @Override
    public String toString() {
        return who + " signs out " + which;
    }
}
