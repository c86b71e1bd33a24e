package io.imbed.engine.model;

import com.google.gson.JsonObject;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * mute.
 *
 * @param ms 0 for good
 */
record Mute(Who who, Slot slot, String user, long ms) implements RoomStep {
    static Arbitrary<Step> any() {
        return Combinators.combine(Pick.anybody(), Pick.slot(), Pick.target(), Pick.ms())
                .as(Mute::new);
    }

    @Override
    public String op() {
        return "mute";
    }

    @Override
    public void say(World world, JsonObject arguments) {
        arguments.addProperty("user", user);
        if (ms > 0) arguments.addProperty("ms", ms);
        if (ms > 0) arguments.addProperty("reason", "too loud");
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        Room there = Rules.allowed(op(), room, who);
        Rules.above(there, who, Rules.target(there, user));
        long until = ms == 0 ? Room.FOR_GOOD : world.now + ms;
        Long before = there.mutes.put(user, until);
        if (before != null && before == until) return new JsonObject();
        JsonObject fields = World.fields("user", user, "reason", ms > 0 ? "too loud" : null);
        if (ms > 0) fields.addProperty("until", until);
        world.happen(there, who, "muted", fields, null);
        return new JsonObject();
    }

    @Override
    public String toString() {
        return who + " mutes " + user + " in " + slot + (ms == 0 ? " for good" : " for " + ms / 1000 + " s");
    }
}
