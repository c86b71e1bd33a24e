package io.imbed.engine.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** pins. */
record ListPins(Who who, Slot slot) implements RoomStep {
    static Arbitrary<Step> any() {
        return Combinators.combine(Pick.anybody(), Pick.slot()).as(ListPins::new);
    }

    @Override
    public String op() {
        return "pins";
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        Room there = Rules.member(room, who);
        JsonArray messages = new JsonArray();
        there.posts().stream()
                .filter(post -> post.pinned && !there.hides(who.user(), post.seq))
                .forEach(post -> messages.add(post.view(there.id)));
        JsonObject reply = new JsonObject();
        reply.add("messages", messages);
        // The host is told no rev: it follows no events.
        reply.addProperty("rev", who.isHost() ? 0 : there.rev());
        return reply;
    }

    @Override
    public String toString() {
        return who + " looks at what is pinned in " + slot;
    }
}
