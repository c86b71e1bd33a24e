package io.imbed.internal.memory;

import io.imbed.spi.Restraint;
import io.imbed.spi.Restraint.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one room holds against users.
 *
 * <p>Threads: guarded by the room that owns it.
 */
final class RestraintTable {
    private final Map<Kind, TreeMap<String, Restraint>> byKind = new EnumMap<>(Kind.class); // a kind with rows alone

    /** What there is, and what an entry makes of it: null for what it lifts. */
    record Key(String user, Kind kind) {}

    @Nullable Restraint get(Key key) {
        TreeMap<String, Restraint> rows = byKind.get(key.kind());
        return rows == null ? null : rows.get(key.user());
    }

    void put(Key key, @Nullable Restraint restraint) {
        if (restraint != null) {
            byKind.computeIfAbsent(key.kind(), kind -> new TreeMap<>()).put(key.user(), restraint);
            return;
        }
        TreeMap<String, Restraint> rows = byKind.get(key.kind());
        if (rows == null) return;
        rows.remove(key.user());
        if (rows.isEmpty()) byKind.remove(key.kind());
    }

    List<Restraint> of(String user) {
        List<Restraint> found = new ArrayList<>(0);
        for (TreeMap<String, Restraint> rows : byKind.values()) {
            Restraint restraint = rows.get(user);
            if (restraint != null) found.add(restraint);
        }
        return found;
    }

    List<Restraint> inForce(Kind kind, Instant now, @Nullable String after, int limit) {
        TreeMap<String, Restraint> rows = byKind.getOrDefault(kind, new TreeMap<>());
        return (after == null ? rows : rows.tailMap(after, false))
                .values().stream()
                        .filter(restraint -> restraint.isInForce(now))
                        .limit(limit)
                        .toList();
    }

    long heapBytes() {
        long sum = 0;
        for (TreeMap<String, Restraint> rows : byKind.values()) {
            for (Restraint restraint : rows.values()) sum += Footprint.heap(restraint);
        }
        return sum;
    }
}
