package io.imbed.engine.model;

import com.google.gson.JsonObject;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * members.
 *
 * @param after null for the first page
 */
record ListMembers(Who who, Slot slot, String after, int limit) implements RoomStep {
    static Arbitrary<Step> any() {
        return Combinators.combine(Pick.anybody(), Pick.slot(), Pick.member().injectNull(0.7), Pick.limit())
                .as(ListMembers::new);
    }

    @Override
    public String op() {
        return "members";
    }

    @Override
    public void say(World world, JsonObject arguments) {
        if (after != null) arguments.addProperty("after", after);
        arguments.addProperty("limit", limit);
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        Room there = Rules.allowed(op(), room, who);
        JsonObject page = World.page(
                "members",
                List.copyOf(there.members.values()),
                member -> after == null || member.user.compareTo(after) > 0,
                limit,
                member -> view(world, there, who, member));
        if (who.isHost()) page.addProperty("more", false); // it is not told
        return page;
    }

    private static JsonObject view(World world, Room room, Who who, Member member) {
        JsonObject view = World.fields("user", member.user, "name", member.user, "role", member.role);
        view.addProperty("online", world.seesOnline(room, who, member.user));
        boolean shown =
                who.isHost() || who.user().equals(member.user) || (room.isSet("receipts") && !member.readsInPrivate());
        if (shown) view.addProperty("read", member.read);
        if (room.mutes.containsKey(member.user)) view.addProperty("mutedUntil", room.mutes.get(member.user));
        return view;
    }

    @Override
    public String toString() {
        return who + " lists " + limit + " members of " + slot + (after == null ? "" : " after " + after);
    }
}
