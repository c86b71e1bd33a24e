package io.imbed.internal.memory;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which rooms a user is a member of.
 *
 * <p>Threads: any; a change is made under the lock of its room, so that the two agree, and takes the lock of one bin within.
 */
final class SeatIndex {
    private final ConcurrentHashMap<String, Set<Room>> byUser = new ConcurrentHashMap<>();

    void add(String user, Room room) {
        byUser.compute(user, (u, rooms) -> {
            Set<Room> held = rooms == null ? ConcurrentHashMap.newKeySet() : rooms;
            held.add(room);
            return held;
        });
    }

    void remove(String user, Room room) {
        byUser.computeIfPresent(user, (u, rooms) -> {
            rooms.remove(room);
            return rooms.isEmpty() ? null : rooms;
        });
    }

    /** Whether there is a room that both are in, and that lets members see each other's presence. */
    boolean share(String one, String other) {
        Set<Room> mine = byUser.getOrDefault(one, Set.of());
        Set<Room> theirs = byUser.getOrDefault(other, Set.of());
        Set<Room> fewer = mine.size() <= theirs.size() ? mine : theirs;
        Set<Room> more = fewer == mine ? theirs : mine;
        for (Room room : fewer) {
            if (more.contains(room) && room.row().settings().presence()) return true;
        }
        return false;
    }

    List<Room> of(String user) {
        return List.copyOf(byUser.getOrDefault(user, Set.of()));
    }
}
