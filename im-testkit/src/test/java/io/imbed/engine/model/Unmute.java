package io.imbed.engine.model;

import com.google.gson.JsonObject;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** unmute; also of somebody who went while muted. */
record Unmute(Who who, Slot slot, String user) implements RoomStep {
    static Arbitrary<Step> any() {
        return Combinators.combine(Pick.anybody(), Pick.slot(), Pick.target()).as(Unmute::new);
    }

    @Override
    public String op() {
        return "unmute";
    }

    @Override
    public void say(World world, JsonObject arguments) {
        arguments.addProperty("user", user);
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        Room there = Rules.allowed(op(), room, who);
        Member target = there.member(user);
        if (target != null) Rules.above(there, who, target);
        else if (!there.mutes.containsKey(user)) throw new Refused("NOT_FOUND");
        if (!there.isMuted(user, world.now)) return new JsonObject();
        there.mutes.remove(user);
        world.happen(there, who, "unmuted", World.fields("user", user), null);
        return new JsonObject();
    }

    @Override
    public String toString() {
        return who + " unmutes " + user + " in " + slot;
    }
}
