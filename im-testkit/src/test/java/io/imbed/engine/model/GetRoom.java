package io.imbed.engine.model;

import com.google.gson.JsonObject;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** room.get. */
record GetRoom(Who who, Slot slot) implements RoomStep {
    static Arbitrary<Step> any() {
        return Combinators.combine(Pick.client(), Pick.slot()).as(GetRoom::new);
    }

    @Override
    public String op() {
        return "room.get";
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        boolean knows = room != null && (room.isOpen() || room.members.containsKey(who.user()));
        if (!knows) throw new Refused("NOT_FOUND");
        JsonObject reply = new JsonObject();
        reply.add("room", room.view(who.user()));
        return reply;
    }

    @Override
    public String toString() {
        return who + " looks at " + slot;
    }
}
