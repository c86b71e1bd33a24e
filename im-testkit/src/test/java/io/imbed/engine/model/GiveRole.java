package io.imbed.engine.model;

import com.google.gson.JsonObject;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** role. */
record GiveRole(Who who, Slot slot, String user, String role) implements RoomStep {
    static Arbitrary<Step> any() {
        return Combinators.combine(
                        Pick.anybody(), Pick.slot(), Pick.member(), Arbitraries.of("admin", "member", "owner"))
                .as(GiveRole::new);
    }

    @Override
    public String op() {
        return "role";
    }

    @Override
    public void say(World world, JsonObject arguments) {
        arguments.addProperty("user", user);
        arguments.addProperty("role", role);
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        Room there = Rules.allowed(op(), room, who);
        Member target = Rules.target(there, user);
        if (target.role.equals(role)) return new JsonObject();
        boolean down = Rules.rank(role) < target.rank();
        boolean self = user.equals(who.user());
        boolean owns = !who.isHost() && there.members.get(who.user()).role.equals("owner");
        boolean may = who.isHost() || (self ? down : owns && !target.role.equals("owner"));
        if (!may) throw new Refused("FORBIDDEN");
        if (!role.equals("owner")) world.succeed(there, who, target);
        target.role = role;
        world.happen(there, who, "role", World.fields("user", user, "role", role), null);
        return new JsonObject();
    }

    @Override
    public String toString() {
        return who + " makes " + user + " " + role + " of " + slot;
    }
}
