package io.imbed.engine.model;

import com.google.gson.JsonObject;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** kick. */
record Kick(Who who, Slot slot, String user) implements RoomStep {
    static Arbitrary<Step> any() {
        return Combinators.combine(Pick.anybody(), Pick.slot(), Pick.target()).as(Kick::new);
    }

    @Override
    public String op() {
        return "kick";
    }

    @Override
    public void say(World world, JsonObject arguments) {
        arguments.addProperty("user", user);
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        Room there = Rules.allowed(op(), room, who);
        Member target = there.member(user);
        if (target == null) return new JsonObject();
        Rules.above(there, who, target);
        world.dismiss(there, who, target, "kicked", World.fields("user", user));
        return new JsonObject();
    }

    @Override
    public String toString() {
        return who + " kicks " + user + " out of " + slot;
    }
}
