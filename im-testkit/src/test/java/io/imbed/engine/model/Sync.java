package io.imbed.engine.model;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** sync. */
record Sync(Who who, Slot slot, int back, boolean ownEpoch, int limit) implements RoomStep {
    static Arbitrary<Step> any() {
        return Combinators.combine(
                        Pick.client(), Pick.slot(), Pick.back(), Arbitraries.of(true, true, true, false), Pick.limit())
                .as(Sync::new);
    }

    @Override
    public String op() {
        return "sync";
    }

    @Override
    public void say(World world, JsonObject arguments) {
        Room room = world.room(slot);
        arguments.addProperty("epoch", room == null || !ownEpoch ? "another" : room.epoch);
        arguments.addProperty("rev", room == null ? 0 : Math.max(0, room.rev() - back));
        arguments.addProperty("limit", limit);
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        Room there = Rules.allowed(op(), room, who);
        long rev = arguments.get("rev").getAsLong();
        if (!ownEpoch || !there.isWithinReach(rev)) throw new Refused("GAP");
        List<JsonElement> events = there.events(rev, who.user());
        return World.page("events", events, event -> true, limit, event -> event);
    }

    @Override
    public String toString() {
        return who + " fetches " + limit + " events of " + slot + " (from " + back + " back"
                + (ownEpoch ? ")" : ", of another epoch)");
    }
}
