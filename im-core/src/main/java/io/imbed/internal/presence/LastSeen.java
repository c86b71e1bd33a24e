package io.imbed.internal.presence;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When users were last here; of those who left longest ago nothing, beyond a number. Threads: one at a time. */
final class LastSeen {
    private final Map<String, Instant> left = new LinkedHashMap<>(); // in the order of leaving
    private final int max;

    LastSeen(int max) {
        this.max = max;
    }

    void put(String user, Instant at) {
        left.remove(user);
        left.put(user, at);
        if (left.size() > max) left.remove(left.keySet().iterator().next());
    }

    @Nullable Instant get(String user) {
        return left.get(user);
    }
}
