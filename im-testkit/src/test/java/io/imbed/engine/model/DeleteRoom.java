package io.imbed.engine.model;

import com.google.gson.JsonObject;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** room.delete. */
record DeleteRoom(Who who, Slot slot) implements RoomStep {
    static Arbitrary<Step> any() {
        return Combinators.combine(Pick.anybody(), Pick.slot()).as(DeleteRoom::new);
    }

    @Override
    public String op() {
        return "room.delete";
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        // The host may end rooms of every kind.
        Room there = who.isHost() ? Rules.member(room, who) : Rules.allowed(op(), room, who);
        world.delete(there);
        return new JsonObject();
    }

    @Override
    public String toString() {
        return who + " deletes " + slot;
    }
}
