package io.imbed.internal.room;

import io.imbed.spi.MemberRow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The members of a room that a lane has looked up, and users who turned out to be none. A working copy reads through to
 * what is committed. Threads: the room's lane.
 */
final class KnownMembers {
    /** Users beyond this are forgotten, any first; followers' users are looked up again when needed. */
    private static final int MAX_MEMBERS = 4_096;

    private final @Nullable KnownMembers committed;
    private final Map<String, Optional<MemberRow>> byUser = new HashMap<>(4);
    /** Who is none, for {@link #forgetAbsent}: it follows every request, and there may be thousands who are one. */
    private final Set<String> absent = new HashSet<>(0);

    KnownMembers(@Nullable KnownMembers committed) {
        this.committed = committed;
    }

    /** The user's row, empty if there is none; null if the storage was not asked. */
    @Nullable Optional<MemberRow> of(String user) {
        Optional<MemberRow> own = byUser.get(user);
        return own != null || committed == null ? own : committed.of(user);
    }

    void learn(String user, Optional<MemberRow> read) {
        if (byUser.size() >= MAX_MEMBERS) forgetOne();
        byUser.put(user, read);
        if (read.isEmpty()) absent.add(user);
        else absent.remove(user);
    }

    /** A member: that somebody is none is forgotten by {@link #forgetAbsent} alone. */
    private void forgetOne() {
        Iterator<Optional<MemberRow>> any = byUser.values().iterator();
        while (any.hasNext()) {
            if (any.next().isEmpty()) continue;
            any.remove();
            return;
        }
    }

    /** Forgets who is no member, and tells of each. */
    void forgetAbsent(Consumer<String> forgotten) {
        for (String user : absent) {
            byUser.remove(user);
            forgotten.accept(user);
        }
        absent.clear();
    }

    void clear() {
        byUser.clear();
        absent.clear();
    }
}
