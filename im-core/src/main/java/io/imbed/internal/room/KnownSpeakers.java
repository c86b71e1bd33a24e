package io.imbed.internal.room;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When users last said something in a room's slow mode, as far as this node remembers. That of a working copy reads through to
 * what is committed. Threads: the room's lane.
 */
final class KnownSpeakers {
    private static final int MAX_USERS = 4_096; // beyond, whoever spoke longest ago is forgotten

    private final @Nullable KnownSpeakers committed;
    private final Map<String, Instant> byUser = new LinkedHashMap<>(0); // longest ago first

    KnownSpeakers(@Nullable KnownSpeakers committed) {
        this.committed = committed;
    }

    void spoke(String user, Instant at) {
        byUser.remove(user);
        byUser.put(user, at);
        if (byUser.size() > MAX_USERS) byUser.remove(byUser.keySet().iterator().next());
    }

    /** Null if nobody remembers. */
    @Nullable Instant last(String user) {
        Instant own = byUser.get(user);
        return own != null || committed == null ? own : committed.last(user);
    }
}
