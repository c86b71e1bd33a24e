package io.imbed.engine.model;

import com.google.gson.JsonObject;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** mark. */
record Mark(Who who, Slot slot, int back, boolean read) implements RoomStep {
    static Arbitrary<Step> any() {
        return Combinators.combine(Pick.client(), Pick.slot(), Pick.back(), Arbitraries.of(true, true, false))
                .as(Mark::new);
    }

    @Override
    public String op() {
        return "mark";
    }

    @Override
    public void say(World world, JsonObject arguments) {
        arguments.addProperty(read ? "read" : "delivered", Room.seq(world.room(slot), back));
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        Room there = Rules.allowed(op(), room, who);
        Member member = there.members.get(who.user());
        long seq =
                Math.min(there.seq(), arguments.get(read ? "read" : "delivered").getAsLong());
        if (read) member.read = Math.max(member.read, seq);
        member.delivered = Math.max(member.delivered, seq);
        return new JsonObject();
    }

    @Override
    public String toString() {
        return who + " has " + (read ? "read" : "received") + " " + slot + " (up to " + back + " back)";
    }
}
