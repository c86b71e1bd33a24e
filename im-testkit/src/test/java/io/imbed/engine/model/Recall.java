package io.imbed.engine.model;

import com.google.gson.JsonObject;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * recall.
 *
 * @param own counts back among the sender's own
 */
record Recall(Who who, Slot slot, int back, boolean own) implements RoomStep {
    static Arbitrary<Step> any() {
        return Combinators.combine(Pick.anybody(), Pick.slot(), Pick.back(), Arbitraries.of(true, false))
                .as(Recall::new);
    }

    @Override
    public String op() {
        return "recall";
    }

    @Override
    public void say(World world, JsonObject arguments) {
        arguments.addProperty("seq", own ? Room.seq(world.room(slot), who, back) : Room.seq(world.room(slot), back));
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        Room there = Rules.member(room, who);
        Post post = Rules.post(there, who, arguments.get("seq").getAsLong());
        if (post.recalled) return new JsonObject();
        boolean moderates = who.isHost() || there.member(who.user()).rank() >= Rules.rank("admin");
        long window = there.setting("recallMs");
        boolean sender = post.sender.equals(who.user()) && window > 0 && world.now - post.at <= window;
        if (!moderates && !sender) throw new Refused("FORBIDDEN");
        world.bury(post);
        post.empty(there.rev() + 1);
        world.happen(there, who, "recalled", new JsonObject(), post);
        return new JsonObject();
    }

    @Override
    public String toString() {
        return who + " recalls " + (own ? "its own" : "any") + " in " + slot + " (" + back + " back)";
    }
}
