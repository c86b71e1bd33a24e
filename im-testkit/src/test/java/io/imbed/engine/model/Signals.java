package io.imbed.engine.model;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What devices are told beside events. Marks and own settings are told exactly; who types is told of members to members. */
final class Signals {
    private final World world;
    private final Map<String, Set<String>> members = new HashMap<>(); // by room, before the step and after it

    Signals(World world) {
        this.world = world;
    }

    /** Before a step, and after it. */
    void noteMembers() {
        world.rooms.forEach((id, room) ->
                members.computeIfAbsent(id, any -> new HashSet<>()).addAll(room.members.keySet()));
    }

    void take(Device device, JsonObject signal) {
        if (signal.get("type").getAsString().equals("typing")) {
            typing(device, signal);
        } else {
            device.signalled
                    .computeIfAbsent(signal.get("room").getAsString(), any -> new ArrayList<>())
                    .add(signal);
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
    }

    void stepIsOver() {
        members.clear();
    }
}
