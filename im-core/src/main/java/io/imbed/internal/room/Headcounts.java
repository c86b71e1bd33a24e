package io.imbed.internal.room;

import io.imbed.protocol.RoomKind;
import io.imbed.spi.RoomState;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many sessions follow each LIVE room on this node. Threads: any; a room's number is set by its lane alone. */
public final class Headcounts {
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    void set(String room, int count) {
        if (count == 0) counts.remove(room);
        else counts.put(room, count);
    }

    /** How many the room has for those who look at it: members, or of a LIVE room those who attend. */
    public long of(RoomState room) {
        boolean live = room.row().kind() == RoomKind.LIVE;
        return live ? counts.getOrDefault(room.row().id(), 0) : room.members();
    }
}
