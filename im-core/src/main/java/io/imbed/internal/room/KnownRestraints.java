package io.imbed.internal.room;

import io.imbed.spi.Restraint;
import io.imbed.spi.Restraint.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link RoomModel} has looked up of restraints: of a user, all kinds or none. That of a working copy reads through
 * to what is committed. Threads: the room's lane.
 */
final class KnownRestraints {
    private static final int MAX_USERS = 4_096; // beyond, all are looked up again

    private final @Nullable KnownRestraints committed;
    private final Map<String, List<Restraint>> byUser = new HashMap<>(0);

    KnownRestraints(@Nullable KnownRestraints committed) {
        this.committed = committed;
    }

    /** Null if the storage was not asked. */
    @Nullable List<Restraint> of(String user) {
        List<Restraint> own = byUser.get(user);
        return own != null || committed == null ? own : committed.of(user);
    }

    static @Nullable Restraint find(List<Restraint> held, Kind kind) {
        for (Restraint each : held) {
            if (each.kind() == kind) return each;
        }
        return null;
    }

    /** Until when one of whom this is held may not speak; null, or a time that has passed, if it may. */
    static @Nullable Instant mutedUntil(List<Restraint> held) {
        Restraint mute = find(held, Kind.MUTE);
        return mute == null ? null : mute.until();
    }

    void learn(String user, List<Restraint> read) {
        if (byUser.size() >= MAX_USERS) byUser.clear();
        byUser.put(user, List.copyOf(read));
    }

    /** Of whoever was not looked up nothing is noted. */
    void replace(String user, Kind kind, @Nullable Restraint now) {
        List<Restraint> before = of(user);
        if (before == null) return;
        List<Restraint> after = new ArrayList<>(before);
        after.removeIf(each -> each.kind() == kind);
        if (now != null) after.add(now);
        learn(user, after);
    }

    void forgetAbsent() {
        byUser.values().removeIf(List::isEmpty);
    }

    void clear() {
        byUser.clear();
    }
}
