package io.imbed.engine.model;

import com.google.gson.JsonObject;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * room.list of what is open to join.
 *
 * @param after null for the first page
 */
record ListOpen(Who who, String kind, Slot after, int limit) implements Step {
    static Arbitrary<Step> any() {
        return Combinators.combine(
                        Pick.client(),
                        Arbitraries.of("CHANNEL", "CHANNEL", "LIVE"),
                        Arbitraries.of(Slot.MUSIC, Slot.NEWS, Slot.STAGE).injectNull(0.5),
                        Pick.limit())
                .as(ListOpen::new);
    }

    @Override
    public void play(Play play) {
        play.connect(who);
        World world = play.world();
        JsonObject said = World.fields("kind", kind);
        said.addProperty("limit", limit);
        if (after != null) said.addProperty("after", after.wished);
        List<Room> open = world.rooms.values().stream()
                .filter(room -> room.kind.equals(kind))
                .toList();
        play.compare(
                World.page(
                        "rooms",
                        open,
                        room -> after == null || room.id.compareTo(after.wished) > 0,
                        limit,
                        room -> room.listed(who.user())),
                play.ask(who, "room.list", said));
    }

    @Override
    public String toString() {
        return who + " lists " + limit + " of kind " + kind + (after == null ? "" : " after " + after);
    }
}
