package io.imbed.engine.model;

import com.google.gson.JsonObject;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * room.list of one's own rooms.
 *
 * @param after null for the first page
 */
record ListRooms(Who who, Slot after, int limit) implements Step {
    static Arbitrary<Step> any() {
        return Combinators.combine(Pick.client(), Arbitraries.of(Slot.class).injectNull(0.5), Pick.limit())
                .as(ListRooms::new);
    }

    @Override
    public void play(Play play) {
        play.connect(who);
        World world = play.world();
        JsonObject said = new JsonObject();
        said.addProperty("limit", limit);
        List<Room> rooms = world.roomsOf(who.user());
        int from = 0;
        if (after != null) {
            said.addProperty("after", world.id(after));
            from = rooms.indexOf(world.room(after)) + 1;
        }
        List<Room> rest = rooms.subList(from, rooms.size());
        JsonObject expected = after != null && from == 0
                ? new Refused("NOT_FOUND").reply()
                : World.page("rooms", rest, room -> true, limit, room -> room.view(who.user()));
        play.compare(expected, play.ask(who, "room.list", said));
    }

    @Override
    public String toString() {
        return who + " lists " + limit + " rooms" + (after == null ? "" : " after " + after);
    }
}
