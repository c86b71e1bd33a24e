package io.imbed.engine.model;

import com.google.gson.JsonObject;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * ban.
 *
 * @param ms 0 for good
 */
record Ban(Who who, Slot slot, String user, long ms) implements RoomStep {
    static Arbitrary<Step> any() {
        return Combinators.combine(Pick.anybody(), Pick.slot(), Pick.target(), Pick.ms())
                .as(Ban::new);
    }

    @Override
    public String op() {
        return "ban";
    }

    @Override
    public void say(World world, JsonObject arguments) {
        arguments.addProperty("user", user);
        if (ms > 0) arguments.addProperty("ms", ms);
        if (ms > 0) arguments.addProperty("reason", "spam");
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        Room there = Rules.allowed(op(), room, who);
        Member target = there.member(user);
        if (target != null) Rules.above(there, who, target);
        JsonObject ban = World.fields("user", user, "reason", ms > 0 ? "spam" : null);
        if (ms > 0) ban.addProperty("until", world.now + ms);
        JsonObject before = there.bans.get(user);
        boolean same = before != null
                && (before.has("until") ? before.get("until").equals(ban.get("until")) : !ban.has("until"));
        if (same) return new JsonObject();
        if (target == null) world.happen(there, who, "banned", ban, null);
        else world.dismiss(there, who, target, "banned", ban);
        JsonObject kept = ban.deepCopy();
        kept.addProperty("by", who.user());
        kept.addProperty("at", world.now);
        there.bans.put(user, kept);
        return new JsonObject();
    }

    @Override
    public String toString() {
        return who + " bans " + user + " from " + slot + (ms == 0 ? " for good" : " for " + ms / 1000 + " s");
    }
}
