package io.imbed.engine.model;

import com.google.gson.JsonObject;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * mark.
 *
 * @param name for whom the host does it
 */
record Mark(Who who, Slot slot, String name, int back, boolean read) implements RoomStep {
    static Arbitrary<Step> any() {
        return Combinators.combine(
                        Pick.anybody(), Pick.slot(), Pick.target(), Pick.back(), Arbitraries.of(true, true, false))
                .as(Mark::new);
    }

    @Override
    public String op() {
        return "mark";
    }

    @Override
    public void say(World world, JsonObject arguments) {
        arguments.addProperty(read ? "read" : "delivered", Room.seq(world.room(slot), back));
        if (who.isHost()) arguments.addProperty("user", name);
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        Room there = Rules.allowed(op(), room, who);
        String user = who.isHost() ? name : who.user();
        Rules.target(there, user);
        Member member = there.members.get(user);
        if (member == null) return new JsonObject(); // There is nothing of an attendee to move.
        long seq =
                Math.min(there.seq(), arguments.get(read ? "read" : "delivered").getAsLong());
        boolean reads = read && seq > member.read;
        boolean receives = seq > member.delivered;
        if (reads) member.read = seq;
        if (receives) member.delivered = seq; // What is read is delivered.
        if (reads || receives) tell(world, there, member, reads ? "read" : "delivered", receives);
        return new JsonObject();
    }

    /** The member's own sessions are told how it is; others, where there are receipts, as far as it lets them. */
    private static void tell(World world, Room room, Member member, String moved, boolean receives) {
        String user = member.user;
        long seq = moved.equals("read") ? member.read : member.delivered;
        world.signal(room, mark(room, moved, user, seq), user::equals);
        boolean hides = moved.equals("read") && member.readsInPrivate();
        if (!room.isSet("receipts") || (hides && !receives)) return;
        world.signal(room, mark(room, hides ? "delivered" : moved, user, seq), each -> !each.equals(user));
    }

    private static JsonObject mark(Room room, String type, String user, long seq) {
        JsonObject mark = World.signal(room, type, user);
        mark.addProperty("seq", seq);
        return mark;
    }

    @Override
    public String toString() {
        return who + " has " + (read ? "read" : "received") + " " + slot + " (up to " + back + " back)"
                + (who.isHost() ? ", in the name of " + name : "");
    }
}
