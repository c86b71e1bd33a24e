package io.imbed.engine.model;

import com.google.gson.JsonObject;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** invite. */
record Invite(Who who, Slot slot, String user) implements RoomStep {
    static Arbitrary<Step> any() {
        return Combinators.combine(Pick.anybody(), Pick.slot(), Pick.member()).as(Invite::new);
    }

    @Override
    public String op() {
        return "invite";
    }

    @Override
    public void say(World world, JsonObject arguments) {
        arguments.addProperty("user", user);
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        Room there = Rules.allowed(op(), room, who);
        if (there.members.containsKey(user)) return new JsonObject();
        if (there.isBanned(user, world.now)) throw new Refused("FORBIDDEN");
        Rules.hasPlace(there);
        there.bans.remove(user);
        world.admit(there, who, user, "member");
        return new JsonObject();
    }

    @Override
    public String toString() {
        return who + " invites " + user + " to " + slot;
    }
}
