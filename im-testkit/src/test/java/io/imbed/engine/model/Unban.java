package io.imbed.engine.model;

import com.google.gson.JsonObject;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** unban. */
record Unban(Who who, Slot slot, String user) implements RoomStep {
    static Arbitrary<Step> any() {
        return Combinators.combine(Pick.anybody(), Pick.slot(), Pick.target()).as(Unban::new);
    }

    @Override
    public String op() {
        return "unban";
    }

    @Override
    public void say(World world, JsonObject arguments) {
        arguments.addProperty("user", user);
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        Room there = Rules.allowed(op(), room, who);
        boolean wasBanned = there.isBanned(user, world.now);
        if (!wasBanned) return new JsonObject();
        there.bans.remove(user);
        world.happen(there, who, "unbanned", World.fields("user", user), null);
        return new JsonObject();
    }

    @Override
    public String toString() {
        return who + " unbans " + user + " from " + slot;
    }
}
