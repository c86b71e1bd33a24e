package io.imbed.engine.model;

import com.google.gson.JsonObject;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * readers.
 *
 * @param after null for the first page
 */
record ListReaders(Who who, Slot slot, int back, String after, int limit) implements RoomStep {
    static Arbitrary<Step> any() {
        return Combinators.combine(
                        Pick.anybody(), Pick.slot(), Pick.back(), Pick.member().injectNull(0.7), Pick.limit())
                .as(ListReaders::new);
    }

    @Override
    public String op() {
        return "readers";
    }

    @Override
    public void say(World world, JsonObject arguments) {
        arguments.addProperty("seq", Room.seq(world.room(slot), back));
        if (after != null) arguments.addProperty("after", after);
        arguments.addProperty("limit", limit);
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        Room there = Rules.member(room, who);
        long seq = arguments.get("seq").getAsLong();
        boolean told = who.isHost() || there.isSet("receipts");
        boolean is = !there.hides(who.user(), seq) && there.post(seq) != null;
        if (!told) throw new Refused(is ? "FORBIDDEN" : "FORBIDDEN|NOT_FOUND");
        Post post = Rules.post(there, who, seq);
        List<Member> readers = there.members.values().stream()
                .filter(each -> each.joinedSeq < seq && each.read >= seq)
                .filter(each -> !each.user.equals(post.sender) && !each.readsInPrivate())
                .toList();
        JsonObject page = World.page(
                "readers",
                readers,
                each -> after == null || each.user.compareTo(after) > 0,
                limit,
                each -> World.fields("id", each.user, "name", each.user));
        if (who.isHost()) page.addProperty("more", false); // it is not told
        return page;
    }

    @Override
    public String toString() {
        return who + " asks for " + limit + " who have read in " + slot + " (" + back + " back)"
                + (after == null ? "" : " after " + after);
    }
}
