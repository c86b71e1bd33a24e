package io.imbed.engine.model;

import com.google.gson.JsonObject;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * invite.
 *
 * @param role which the host gives
 */
record Invite(Who who, Slot slot, String user, String role) implements RoomStep {
    static Arbitrary<Step> any() {
        return Combinators.combine(
                        Pick.anybody(), Pick.slot(), Pick.member(), Arbitraries.of("member", "member", "admin"))
                .as(Invite::new);
    }

    @Override
    public String op() {
        return "invite";
    }

    @Override
    public void say(World world, JsonObject arguments) {
        arguments.addProperty("user", user);
        if (who.isHost()) arguments.addProperty("role", role);
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        Room there = Rules.allowed(op(), room, who);
        boolean staff = who.isHost() && role.equals("admin");
        if (there.isLive() && !staff) throw new Refused("FORBIDDEN"); // Who wants to attend joins.
        if (there.members.containsKey(user)) return new JsonObject();
        if (there.isBanned(user, world.now)) throw new Refused("FORBIDDEN");
        Rules.hasPlace(there);
        there.bans.remove(user);
        world.admit(there, who, user, staff ? "admin" : "member");
        return new JsonObject();
    }

    @Override
    public String toString() {
        return who + " invites " + user + " to " + slot + (who.isHost() ? " as " + role : "");
    }
}
