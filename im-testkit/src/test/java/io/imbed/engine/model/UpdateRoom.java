package io.imbed.engine.model;

import com.google.gson.JsonObject;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** room.update. */
record UpdateRoom(Who who, Slot slot, String title) implements RoomStep {
    static Arbitrary<Step> any() {
        return Combinators.combine(Pick.anybody(), Pick.slot(), Pick.title()).as(UpdateRoom::new);
    }

    @Override
    public String op() {
        return "room.update";
    }

    @Override
    public void say(World world, JsonObject arguments) {
        arguments.addProperty("title", title);
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        Room there = Rules.allowed(op(), room, who);
        if (title.equals(there.title)) return new JsonObject();
        there.title = title;
        world.happen(there, who, "room", World.fields("title", title), null);
        return new JsonObject();
    }

    @Override
    public String toString() {
        return who + " calls " + slot + " \"" + title + "\"";
    }
}
