package io.imbed.engine.model;

import com.google.gson.JsonObject;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * room.list of the channels.
 *
 * @param after null for the first page
 */
record ListChannels(Who who, Slot after, int limit) implements Step {
    static Arbitrary<Step> any() {
        return Combinators.combine(
                        Pick.client(), Arbitraries.of(Slot.MUSIC, Slot.NEWS).injectNull(0.5), Pick.limit())
                .as(ListChannels::new);
    }

    @Override
    public void play(Play play) {
        play.connect(who);
        World world = play.world();
        JsonObject said = World.fields("kind", "CHANNEL");
        said.addProperty("limit", limit);
        if (after != null) said.addProperty("after", after.wished);
        List<Room> channels =
                world.rooms.values().stream().filter(Room::isChannel).toList();
        play.compare(
                World.page(
                        "rooms",
                        channels,
                        room -> after == null || room.id.compareTo(after.wished) > 0,
                        limit,
                        room -> room.view(who.user())),
                play.ask(who, "room.list", said));
    }

    @Override
    public String toString() {
        return who + " lists " + limit + " channels" + (after == null ? "" : " after " + after);
    }
}
