package io.imbed.engine.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * history.
 *
 * @param side before, after or around a message; or none, for the newest
 */
record History(Who who, Slot slot, String side, int back, int limit) implements RoomStep {
    static Arbitrary<Step> any() {
        return Combinators.combine(
                        Pick.anybody(),
                        Pick.slot(),
                        Arbitraries.of("", "before", "after", "around"),
                        Pick.back(),
                        Pick.limit())
                .as(History::new);
    }

    @Override
    public String op() {
        return "history";
    }

    @Override
    public void say(World world, JsonObject arguments) {
        if (!side.isEmpty()) arguments.addProperty(side, Room.seq(world.room(slot), back));
        arguments.addProperty("limit", limit);
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        Room there = Rules.allowed(op(), room, who);
        long anchor = side.isEmpty() ? there.seq() + 1 : arguments.get(side).getAsLong();
        long first = there.first(who.user());
        long from;
        long to;
        switch (side) {
            case "after" -> {
                anchor = Math.max(anchor, first - 1);
                from = Math.min(anchor, there.seq()) + 1;
                to = Math.min(there.seq(), anchor + limit);
            }
            case "around" -> {
                // Half of the page lies on each side, the anchor among the later.
                long middle = Math.min(Math.max(anchor, first), there.seq() + 1);
                from = Math.max(first, middle - limit / 2);
                to = Math.min(there.seq(), middle + (limit - limit / 2) - 1);
            }
            default -> {
                to = Math.min(there.seq(), anchor - 1);
                from = Math.max(first, to - limit + 1);
            }
        }
        List<Post> page = there.posts.subList((int) Math.min(from - 1, Math.max(0, to)), (int) Math.max(0, to));
        boolean more = side.equals("after") ? to < there.seq() : from > first;
        return reply(there, page, more && !page.isEmpty());
    }

    private static JsonObject reply(Room room, List<Post> page, boolean more) {
        JsonArray messages = new JsonArray();
        page.forEach(post -> messages.add(post.view(room.id)));
        JsonArray range = new JsonArray();
        range.add(page.isEmpty() ? 0 : page.get(0).seq);
        range.add(page.isEmpty() ? 0 : page.get(page.size() - 1).seq);
        JsonObject reply = new JsonObject();
        reply.add("messages", messages);
        reply.addProperty("more", more);
        reply.add("range", range);
        reply.addProperty("rev", room.rev());
        return reply;
    }

    @Override
    public String toString() {
        return who + " reads " + limit + " of " + slot + (side.isEmpty() ? "" : " " + side + " (" + back + " back)");
    }
}
