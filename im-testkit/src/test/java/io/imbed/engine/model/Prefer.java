package io.imbed.engine.model;

import com.google.gson.JsonObject;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * room.update of one's own settings.
 *
 * @param name for whom the host does it
 * @param patch JSON, as it is said
 */
record Prefer(Who who, Slot slot, String name, String patch) implements RoomStep {
    private static final List<String> PARTS = List.of(
            "hidden:true",
            "hidden:true",
            "hidden:false",
            "privateReading:true",
            "privateReading:true",
            "privateReading:false",
            "notify:all",
            "notify:mentions",
            "notify:nothing");

    static Arbitrary<Step> any() {
        return Combinators.combine(Pick.anybody(), Pick.slot(), Pick.target(), Configure.patch(PARTS))
                .as(Prefer::new);
    }

    @Override
    public String op() {
        return "room.update";
    }

    @Override
    public void say(World world, JsonObject arguments) {
        arguments.add("mine", Settings.json(patch));
        if (who.isHost()) arguments.addProperty("user", name);
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        Room there = Rules.member(room, who);
        String user = who.isHost() ? name : who.user();
        Rules.target(there, user);
        Member member = there.members.get(user);
        if (member == null) throw new Refused("FORBIDDEN"); // Who attends has no settings of its own.
        JsonObject mine = Settings.with(member.mine, arguments.getAsJsonObject("mine"));
        if (mine.equals(member.mine)) return new JsonObject();
        member.mine = mine;
        JsonObject signal = World.signal(there, "mine", null);
        JsonObject shown = Settings.other(mine, Settings.OWN);
        if (!shown.isEmpty()) signal.add("mine", shown);
        world.signal(there, signal, member.user::equals);
        return new JsonObject();
    }

    @Override
    public String toString() {
        return who + " would have " + patch + " of " + slot + (who.isHost() ? " for " + name : "");
    }
}
