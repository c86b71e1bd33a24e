package io.imbed.engine.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** A device loses its connection, if it has one, and says hello again. */
record Reconnect(Who who, From from) implements Step {
    /** Which cursors it names. */
    enum From {
        KEPT,
        NOWHERE,
        THE_BEGINNING,
        TOO_FAR_AHEAD,
        ANOTHER_EPOCH;

        Device.@Nullable Cursor of(Device.@Nullable Cursor kept) {
            if (kept == null) return null;
            return switch (this) {
                case KEPT -> kept;
                case NOWHERE -> null;
                case THE_BEGINNING -> new Device.Cursor(kept.epoch(), 0);
                case TOO_FAR_AHEAD -> new Device.Cursor(kept.epoch(), kept.rev() + 1_000_000);
                case ANOTHER_EPOCH -> new Device.Cursor("another", kept.rev());
            };
        }
    }

    static Arbitrary<Step> any() {
        return Combinators.combine(Pick.client(), Arbitraries.of(From.class)).as(Reconnect::new);
    }

    @Override
    public void play(Play play) {
        World world = play.world();
        Device device = play.device(who);
        play.cut(device);
        TreeMap<String, Device.Cursor> named = new TreeMap<>();
        device.cursors.forEach((room, kept) -> {
            Device.Cursor cursor = from.of(kept);
            if (cursor != null) named.put(room, cursor);
        });
        if (from != From.NOWHERE) named.put("never-was", new Device.Cursor("another", 1));
        device.cursors.clear();
        play.open(device);
        named.forEach((room, cursor) -> follow(world, room, cursor));
        for (Room room : world.roomsOf(who.user())) {
            if (!named.containsKey(room.id)) device.cursors.put(room.id, new Device.Cursor(room.epoch, room.rev()));
        }
        JsonObject reply = play.ask(device, "hello", hello(named));
        JsonObject seen = new JsonObject();
        List.of("user", "rooms", "more").forEach(name -> seen.add(name, reply.get(name)));
        JsonArray rooms = new JsonArray();
        world.roomsOf(who.user()).forEach(room -> rooms.add(room.view(who.user())));
        JsonObject expected = new JsonObject();
        expected.add("user", World.fields("id", who.user(), "name", who.user()));
        expected.add("rooms", rooms);
        expected.addProperty("more", false);
        play.compare(expected, seen);
        reply.getAsJsonArray("rooms").forEach(room -> device.know(room.getAsJsonObject()));
        world.came(device, reply.get("session").getAsString());
    }

    private void follow(World world, String id, Device.Cursor cursor) {
        Room room = world.rooms.get(id);
        Device device = world.device(who);
        device.cursors.put(id, cursor);
        if (room == null || !room.members.containsKey(who.user())) {
            device.expect(id, () -> World.fields("ev", "gone", "room", id));
            return;
        }
        if (world.recover(room, who, cursor)) return;
        JsonObject reset = World.reset(room);
        device.expect(id, () -> reset);
    }

    private JsonObject hello(TreeMap<String, Device.Cursor> named) {
        JsonObject hello = World.fields("token", "guest:" + who.user(), "device", "d" + who.device());
        hello.addProperty("v", 1);
        JsonObject rooms = new JsonObject();
        named.forEach((room, cursor) -> {
            JsonObject json = World.fields("epoch", cursor.epoch());
            json.addProperty("rev", cursor.rev());
            rooms.add(room, json);
        });
        hello.add("rooms", rooms);
        return hello;
    }

    @Override
    public String toString() {
        return who + " comes back from " + from;
    }
}
