package io.imbed.engine.model;

import com.google.gson.JsonObject;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** pin. */
record Pin(Who who, Slot slot, int back, boolean on) implements RoomStep {
    private static final int MOST = 100;

    static Arbitrary<Step> any() {
        return Combinators.combine(Pick.anybody(), Pick.slot(), Pick.back(), Arbitraries.of(true, true, true, false))
                .as(Pin::new);
    }

    @Override
    public String op() {
        return "pin";
    }

    @Override
    public void say(World world, JsonObject arguments) {
        arguments.addProperty("seq", Room.seq(world.room(slot), back));
        arguments.addProperty("on", on);
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        Room there = Rules.member(room, who);
        Post post = Rules.post(there, who, arguments.get("seq").getAsLong());
        // Of a direct room each of the two may.
        if (!there.isDirect()) Rules.allowed(op(), room, who);
        if (post.recalled && on) throw new Refused("FORBIDDEN");
        if (post.pinned == on) return new JsonObject();
        long pins = there.posts().stream().filter(each -> each.pinned).count();
        if (on && pins >= MOST) throw new Refused("TOO_LARGE");
        post.past.put(post.rev, post.view(there.id));
        post.pinned = on;
        post.rev = there.rev() + 1;
        JsonObject fields = new JsonObject();
        fields.addProperty("on", on);
        world.happen(there, who, "pinned", fields, post);
        return new JsonObject();
    }

    @Override
    public String toString() {
        return who + (on ? " pins in " : " unpins in ") + slot + " (" + back + " back)";
    }
}
