package io.imbed.store.jdbc;

import io.imbed.protocol.Message;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The mentions of one room's messages as a transaction will leave them. Threads: one. */
final class MentionDraft {
    private final Session session;
    private final String room;
    private final boolean blank;
    /** The number of the last mention of a user. */
    private final Map<String, Long> last = new HashMap<>(0);

    private final Set<String> grown = new LinkedHashSet<>(0);

    /** @param blank whether nothing is stored, or nothing of it counts any more */
    MentionDraft(Session session, String room, boolean blank) {
        this.session = session;
        this.room = room;
        this.blank = blank;
    }

    /** Takes what was read ahead, 0 if the user was never mentioned. */
    void knows(String user, long nth) {
        last.put(user, nth);
    }

    /** Adds what has changed about a message, which was not there if {@code was} is null. */
    void write(Writes writes, @Nullable Message was, Message now) {
        Set<String> before = was == null ? Set.of() : MentionTable.users(was);
        Set<String> after = MentionTable.users(now);
        for (String user : before) {
            if (!after.contains(user)) MentionTable.delete(writes, now, user);
        }
        for (String user : after) {
            if (!before.contains(user)) MentionTable.insert(writes, now, user, next(user));
        }
    }

    private long next(String user) {
        grown.add(user);
        long nth = last.computeIfAbsent(user, this::stored) + 1;
        last.put(user, nth);
        return nth;
    }

    private long stored(String user) {
        return blank ? 0 : MentionTable.last(session, new MentionTable.Key(room, user));
    }

    /** What goes, goes before these come: so many that came together stay until the next one. */
    void dropOld(Writes writes) {
        for (String user : grown) {
            long first = last.getOrDefault(user, 0L) - MentionTable.KEPT + 1;
            if (first > 1) MentionTable.deleteBelow(writes, new MentionTable.Key(room, user), first);
        }
    }
}
