package io.imbed.engine.model;

import com.google.gson.JsonObject;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * bans.
 *
 * @param after null for the first page
 */
record ListBans(Who who, Slot slot, String after, int limit) implements RoomStep {
    static Arbitrary<Step> any() {
        return Combinators.combine(Pick.anybody(), Pick.slot(), Pick.target().injectNull(0.7), Pick.limit())
                .as(ListBans::new);
    }

    @Override
    public String op() {
        return "bans";
    }

    @Override
    public void say(World world, JsonObject arguments) {
        if (after != null) arguments.addProperty("after", after);
        arguments.addProperty("limit", limit);
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        // The host may ask in rooms where nobody can be banned, too.
        Room there = who.isHost() ? Rules.member(room, who) : Rules.allowed(op(), room, who);
        List<String> banned = there.bans.keySet().stream()
                .filter(user -> there.isBanned(user, world.now))
                .toList();
        JsonObject page =
                World.page("bans", banned, user -> after == null || user.compareTo(after) > 0, limit, there.bans::get);
        if (who.isHost()) page.addProperty("more", false); // it is not told
        return page;
    }

    @Override
    public String toString() {
        return who + " lists " + limit + " bans of " + slot + (after == null ? "" : " after " + after);
    }
}
