package io.imbed.store.jdbc;

import io.imbed.spi.Change;
import io.imbed.spi.ChangeFeed.Changed;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import io.imbed.spi.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one transaction makes of the rooms it locks. Threads: one. */
final class BatchDraft {
    private final Session session;
    private final Dialect dialect;
    private final TreeMap<String, RoomDraft> rooms;

    /** Locks the rooms, and reads what is foreseen. */
    BatchDraft(Session session, Dialect dialect, Foreseen foreseen) {
        this.session = session;
        this.dialect = dialect;
        this.rooms = ReadAhead.drafts(session, dialect.bulk(), foreseen);
    }

    /**
     * Works out some entries, all of rooms that are locked.
     *
     * @param stale rooms of which an earlier entry of the same append was stale; those of these are added
     */
    List<Outcome> apply(List<Entry> entries, Set<String> stale) {
        List<Outcome> outcomes = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            Outcome outcome = append(stale.contains(entry.room()) ? entry.under(new Guard.Never()) : entry);
            outcomes.add(outcome);
            if (outcome instanceof Outcome.Stale && !(entry.guard() instanceof Guard.Never)) stale.add(entry.room());
        }
        return outcomes;
    }

    /** What was done to rooms, as other nodes are told. */
    private List<Changed> changes() {
        List<Changed> changes = new ArrayList<>(rooms.size());
        rooms.values().forEach(room -> room.tell(changes));
        return changes;
    }

    /** Writes what has changed, of all rooms at once. */
    void flush() {
        Writes writes = new Writes();
        for (RoomDraft room : rooms.values()) room.flush(writes);
        if (dialect.shared()) ChangeTable.tell(writes, changes());
        writes.send(session, dialect.bulk());
    }

    private Outcome append(Entry entry) {
        RoomDraft room = rooms.get(entry.room());
        if (room == null) throw new IllegalArgumentException("room " + entry.room() + " is not locked");
        try {
            return append(room, entry);
        } catch (SqlFailure e) {
            throw e;
        } catch (RuntimeException e) {
            // Only what is planned can throw, and a plan changes nothing. The text stays out: it may quote the entry.
            return new Outcome.Failed(e.getClass().getName());
        }
    }

    private Outcome append(RoomDraft room, Entry entry) {
        Header header = room.header();
        if (header != null) {
            Outcome repeat = repeated(room, entry);
            if (repeat != null) return repeat;
        }
        if (!holds(entry.guard(), header)) return new Outcome.Stale();
        if (header == null) {
            if (room.isCluttered()) {
                return new Outcome.Refused(
                        "what was in room " + entry.room() + " before it ended is still being deleted");
            }
            header = making(entry);
            if (header == null) {
                return new Outcome.Failed("there is no room " + entry.room() + ", and the entry makes none");
            }
        }
        if (entry.drops()) return drop(room, header, entry);
        EntryPlan plan = new EntryPlan(room, header, entry);
        Outcome problem = plan.prepare();
        if (problem != null) return problem;
        room.put(plan);
        return plan.stored();
    }

    private static @Nullable Outcome repeated(RoomDraft room, Entry entry) {
        for (Change change : entry.changes()) {
            Change.Post post = change.post();
            if (post == null) continue;
            Kept known = room.find(post.sender(), post.cid());
            if (known == null) continue;
            return known.digest().equals(post.digest())
                    ? new Outcome.Duplicate(known.message(), known.postedRev())
                    : new Outcome.Conflict();
        }
        return null;
    }

    private static boolean holds(Guard guard, @Nullable Header header) {
        if (guard instanceof Guard.At stood) {
            return header != null
                    && stood.policy() == header.policy()
                    && stood.epoch().equals(header.epoch());
        }
        return guard instanceof Guard.Absent && header == null;
    }

    private static @Nullable Header making(Entry entry) {
        Change.PutRoom made = null;
        for (Change change : entry.changes()) {
            if (change instanceof Change.PutRoom put) made = put;
        }
        return made == null ? null : Header.making(made.room(), made.epoch(), MessageTable.kept(entry.at()));
    }

    private Outcome drop(RoomDraft room, Header header, Entry entry) {
        if (room.header() == null
                || entry.changes().size() > 1
                || !entry.events().isEmpty()) {
            return new Outcome.Failed("drops a room, and does something else");
        }
        rooms.put(entry.room(), room.dropped());
        return new Outcome.Stored(
                header.rev() + 1, header.rev(), header.seq(), header.notBefore(MessageTable.kept(entry.at())));
    }
}
