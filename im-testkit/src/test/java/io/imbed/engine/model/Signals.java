package io.imbed.engine.model;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What devices are told beside events. Marks and own settings are told exactly; who types is told of members to members. */
final class Signals {
    private static final long TOLD_WITHIN_MS = 3_000;
    private static final long SEEN_WITHIN_MS = 2_000;

    private final World world;
    private final Map<String, Set<String>> members = new HashMap<>(); // by room, before the step and after it

    Signals(World world) {
        this.world = world;
    }

    void stepBegins() {
        world.devices.forEach(each -> {
            world.person(each.user).stepBegins();
            each.watchedBefore = Set.copyOf(each.watched.keySet());
        });
        noteMembers();
    }

    void noteMembers() {
        world.rooms.forEach((id, room) ->
                members.computeIfAbsent(id, any -> new HashSet<>()).addAll(room.users()));
    }

    void take(Device device, JsonObject signal) {
        switch (signal.get("type").getAsString()) {
            case "typing" -> typing(device, signal);
            case "members" -> count(device, signal);
            case "presence" -> device.sighted.add(signal);
            default ->
                device.signalled
                        .computeIfAbsent(signal.get("room").getAsString(), any -> new ArrayList<>())
                        .add(signal);
        }
    }

    /** Told when time has passed, and as it is then; what changes does so between such times. */
    private void count(Device device, JsonObject signal) {
        Room room = world.rooms.get(signal.get("room").getAsString());
        if (room == null || !room.isLive() || !room.follows(device))
            Play.differ("a signal to " + device, "none", signal);
        device.counts.put(room.id, signal.get("count").getAsLong());
        JsonObject expected = World.signal(room, "members", null);
        expected.addProperty("count", room.count());
        if (!expected.equals(signal)) Play.differ("a signal to " + device, expected, signal);
    }

    /** As it is, or was in this step: a user may go and come back in one, or go while time passes. */
    private void presence(Device device, JsonObject signal) {
        String user = signal.get("user").getAsString();
        JsonObject view = signal.deepCopy();
        view.remove("ev");
        view.remove("type");
        Person person = world.person(user);
        // Whoever goes away and watches others in one step may be told of itself still.
        boolean watched = device.watched.containsKey(user) || device.watchedBefore.contains(user);
        if (!person.wasLately(view) || !watched || !world.sees(device.user, user))
            Play.differ("a signal to " + device, person.view(), signal);
        if (device.watched.containsKey(user))
            device.watched.put(user, view.get("state").getAsString());
    }

    /** Whom a session watches, and may see all the time, it knows by and by. */
    private void requireSeen(Device device) {
        device.watched.replaceAll((user, state) -> world.sees(device.user, user) ? state : null);
        device.watched.forEach((user, state) -> {
            Person person = world.person(user);
            boolean settled = world.now - person.changedAt() >= SEEN_WITHIN_MS;
            if (settled && state != null && !state.equals(person.shown()))
                Play.differ("what " + device + " sees of " + user, person.view(), state);
        });
    }

    /** Whoever follows a LIVE room knows by and by how many do. */
    private void requireCounted(Device device) {
        for (Room room : world.rooms.values()) {
            boolean settled = world.now - room.countedAt >= TOLD_WITHIN_MS;
            if (!settled || !room.isLive() || !room.follows(device)) continue;
            long known = device.counts.getOrDefault(room.id, 0L);
            if (known != room.count())
                Play.differ("sessions in " + room.id + " told to " + device, room.count(), known);
        }
    }

    private void typing(Device device, JsonObject signal) {
        String id = signal.get("room").getAsString();
        String user = signal.get("user").getAsString();
        Set<String> may = members.getOrDefault(id, Set.of());
        if (!may.contains(device.user) || !may.contains(user)) Play.differ("a signal to " + device, "none", signal);
        Room room = world.rooms.get(id);
        if (room == null || device.user.equals(user)) return;
        boolean lately = room.configuredAt == world.now; // it may have been on its way
        if (!lately && signal.get("on").getAsBoolean() && !room.isSet("typing"))
            Play.differ("a signal to " + device, "none", signal);
    }

    /** The device was told what it ought to be told, and nothing else. */
    void settle(Device device) {
        if (!device.signals.equals(device.signalled))
            Play.differ("what " + device + " is signalled", device.signals, device.signalled);
        device.signals.clear();
        device.signalled.clear();
        requireCounted(device);
        device.sighted.forEach(each -> presence(device, each));
        device.sighted.clear();
        requireSeen(device);
    }

    void stepIsOver() {
        members.clear();
    }
}
