package io.imbed.engine.model;

import com.google.gson.JsonObject;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** typing. Its signals are looked at as they come. */
record Type(Who who, Slot slot, boolean on) implements RoomStep {
    static Arbitrary<Step> any() {
        return Combinators.combine(Pick.client(), Pick.slot(), Arbitraries.of(true, false))
                .as(Type::new);
    }

    @Override
    public String op() {
        return "typing";
    }

    @Override
    public void say(World world, JsonObject arguments) {
        arguments.addProperty("on", on);
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        Rules.maySpeak(Rules.allowed(op(), room, who), who, world.now);
        return new JsonObject();
    }

    @Override
    public String toString() {
        return who + (on ? " types in " : " stops typing in ") + slot;
    }
}
