package io.imbed.engine.model;

import com.google.gson.JsonObject;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** leave. */
record Leave(Who who, Slot slot) implements RoomStep {
    static Arbitrary<Step> any() {
        return Combinators.combine(Pick.client(), Pick.slot()).as(Leave::new);
    }

    @Override
    public String op() {
        return "leave";
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        if (room == null) throw new Refused("NOT_FOUND");
        Member member = room.members.get(who.user());
        if (member == null && room.isLive()) world.leave(room, world.device(who));
        if (member == null && room.isOpen()) return new JsonObject();
        Rules.member(room, who);
        if (room.isDirect()) throw new Refused("FORBIDDEN");
        world.dismiss(room, who, member, "left", World.fields("user", who.user()));
        return new JsonObject();
    }

    @Override
    public String toString() {
        return who + " leaves " + slot;
    }
}
