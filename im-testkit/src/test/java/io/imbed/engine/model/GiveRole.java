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
        boolean owns = !who.isHost() && there.member(who.user()).role.equals("owner");
        boolean may = who.isHost() || (self ? down : owns && !target.role.equals("owner"));
        if (!may) throw new Refused("FORBIDDEN");
        if (!role.equals("owner")) world.succeed(there, who, target);
        JsonObject event = World.fields("user", user, "role", role);
        if (there.isLive() && role.equals("member")) {
            world.happen(there, who, "role", event, null);
            there.members.remove(user); // It attends, where it follows.
        } else if (there.isLive() && target.role.equals("member")) {
            world.admit(there, who, user, role, "role", event);
        } else {
            target.role = role;
            world.happen(there, who, "role", event, null);
        }
        return new JsonObject();
    }

    @Override
    public String toString() {
        return who + " makes " + user + " " + role + " of " + slot;
    }
}
