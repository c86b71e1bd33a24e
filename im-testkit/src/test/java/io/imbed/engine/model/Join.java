package io.imbed.engine.model;

import com.google.gson.JsonObject;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * join.
 *
 * @param from which cursor it names
 */
record Join(Who who, Slot slot, Reconnect.From from) implements RoomStep {
    static Arbitrary<Step> any() {
        return Combinators.combine(Pick.user(), Pick.slot(), Arbitraries.of(Reconnect.From.class))
                .as(Join::new);
    }

    @Override
    public String op() {
        return "join";
    }

    @Override
    public void say(World world, JsonObject arguments) {
        Device.Cursor cursor = from.of(world.device(who).cursors.get(world.id(slot)));
        if (cursor == null) return;
        arguments.addProperty("epoch", cursor.epoch());
        arguments.addProperty("rev", cursor.rev());
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        if (room == null) throw new Refused("NOT_FOUND");
        String user = who.user();
        if (!room.members.containsKey(user) && !room.follows(world.device(who))) {
            if (!room.isOpen()) throw new Refused("NOT_FOUND");
            if (room.settings.get("join").getAsString().equals("invited")) throw new Refused("FORBIDDEN");
            if (room.isBanned(user, world.now)) throw new Refused("FORBIDDEN");
            if (room.isLive()) Rules.hasRoom(room);
            else Rules.hasPlace(room);
            room.bans.remove(user);
            if (room.isLive()) world.enter(room, world.device(who));
            else world.admit(room, who, user, "member");
        }
        world.device(who).counts.put(room.id, (long) room.count());
        boolean recovered = arguments.has("epoch") && world.recover(room, who, Device.cursor(arguments));
        JsonObject reply = new JsonObject();
        reply.add("room", room.view(user));
        reply.addProperty("recovered", recovered);
        return reply;
    }

    @Override
    public String toString() {
        return who + " joins " + slot + (from == Reconnect.From.NOWHERE ? "" : " from a cursor " + from);
    }
}
