package io.imbed.store.jdbc;

import io.imbed.protocol.Reaction;
import io.imbed.spi.Change;
import io.imbed.spi.ChangeFeed.Changed;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Restraint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One room as a transaction will leave it. Entries are worked out on it, so that one that is refused costs no statement and
 * no savepoint; what they changed is written once, at the end, however many of them changed it.
 *
 * <p>The room's row is locked since it was read. Threads: one.
 */
final class RoomDraft {
    private record Cid(String sender, String cid) {}

    private record ReactionKey(long seq, String key) {}

    private final Session session;
    private final String id;
    private final @Nullable Header stored;
    /** The life that is stored ended in this transaction: nothing of it is read any more. */
    private final boolean wiped;

    private final Map<Cid, @Nullable Long> cids = new HashMap<>();
    /** Reactions of this transaction: the rev of one that was added, null for one that was taken back. */
    private final Map<ReactionKey, Map<String, @Nullable Long>> reactions = new HashMap<>(0);

    private final Set<Long> recalled = new HashSet<>(0);
    private final List<LoggedEvent> events = new ArrayList<>();

    final Cells<Long, Kept> messages;
    final Cells<String, MemberRow> members;
    final Cells<RestraintTable.Key, Restraint> restraints;

    private @Nullable Header header;

    private RoomDraft(Session session, String id, @Nullable Header stored, boolean wiped) {
        this.session = session;
        this.id = id;
        this.stored = stored;
        this.header = wiped ? null : stored;
        this.wiped = wiped;
        boolean blank = wiped || stored == null;
        messages = new Cells<>(
                seq -> blank ? null : MessageTable.bySeq(session, id, seq).orElse(null));
        members = new Cells<>(
                user -> blank ? null : MemberTable.member(session, id, user).orElse(null));
        restraints = new Cells<>(
                key -> blank ? null : RestraintTable.restraint(session, id, key).orElse(null));
    }

    static RoomDraft of(Session session, String id, @Nullable Header stored) {
        return new RoomDraft(session, id, stored, false);
    }

    /** What is left when the room is dropped: its id, free for another life. */
    RoomDraft dropped() {
        return new RoomDraft(session, id, stored, true);
    }

    /** The room's row, null if there is no room. */
    @Nullable Header header() {
        return header;
    }

    /** A message that is kept, or null. */
    @Nullable Kept message(long seq) {
        Header now = header;
        return now == null || seq < now.firstSeq() || seq > now.seq() ? null : messages.get(seq);
    }

    @Nullable Kept find(String sender, String cid) {
        Cid key = new Cid(sender, cid);
        Long known = cids.get(key);
        if (known != null) return message(known);
        if (cids.containsKey(key) || wiped || stored == null) return null;
        Kept found = MessageTable.byCid(session, id, sender, cid).orElse(null);
        cids.put(key, found == null ? null : Long.valueOf(found.message().seq()));
        return found == null ? null : message(found.message().seq());
    }

    boolean hasReaction(long seq, String user, String key) {
        Map<String, @Nullable Long> changed = reactions.getOrDefault(new ReactionKey(seq, key), Map.of());
        if (changed.containsKey(user)) return changed.get(user) != null;
        return !wiped && stored != null && ReactionTable.has(session, id, seq, user, key);
    }

    /** Who reacted first with a key, without {@code beside}; at most so many as a message shows. */
    List<String> firstReactions(long seq, String key, String beside) {
        Map<String, @Nullable Long> changed = reactions.getOrDefault(new ReactionKey(seq, key), Map.of());
        List<String> first = new ArrayList<>();
        if (!wiped && stored != null) {
            first.addAll(ReactionTable.first(session, id, seq, key, Reaction.MAX_USERS + changed.size() + 1));
            first.removeAll(changed.keySet());
        }
        changed.forEach((user, rev) -> {
            if (rev != null) first.add(user);
        });
        first.remove(beside);
        return first.subList(0, Math.min(first.size(), Reaction.MAX_USERS));
    }

    /** Takes what a plan has worked out. */
    void put(EntryPlan plan) {
        header = plan.header();
        Kept posted = plan.posted();
        if (posted != null) {
            messages.putNew(posted.message().seq(), posted);
            cids.put(
                    new Cid(posted.message().sender(), posted.message().cid()),
                    posted.message().seq());
        }
        plan.rewrites().forEach((seq, kept) -> {
            messages.put(seq, kept);
            if (kept.message().recalled()) forgetReactions(seq);
        });
        Change.React reaction = plan.reaction();
        if (reaction != null) react(reaction, plan.firstRev());
        plan.members().forEach(members::put);
        plan.restraints().forEach(restraints::put);
        events.addAll(plan.events());
    }

    private void react(Change.React react, long rev) {
        Map<String, @Nullable Long> changed =
                reactions.computeIfAbsent(new ReactionKey(react.seq(), react.key()), key -> new LinkedHashMap<>());
        changed.remove(react.user()); // so that it comes last again
        changed.put(react.user(), react.on() ? Long.valueOf(rev) : null);
    }

    private void forgetReactions(long seq) {
        recalled.add(seq);
        reactions.keySet().removeIf(key -> key.seq() == seq);
    }

    /** Adds what was done to the room, if it is anything that others are told. */
    void tell(List<Changed> changes) {
        Header was = stored;
        if (was != null && wiped) {
            changes.add(new Changed(id, was.epoch(), was.rev() + 1, was.rev(), was.policy(), true));
            was = null;
        }
        Header now = header;
        if (now == null) return;
        long rev = was == null ? 0 : was.rev();
        long policy = was == null || now.policy() > was.policy() ? now.policy() : 0;
        if (now.rev() > rev || policy > 0) {
            changes.add(new Changed(id, now.epoch(), rev + 1, now.rev(), policy, false));
        }
    }

    /** Writes what has changed. */
    void flush() {
        if (wiped) RoomTable.wipe(session, id);
        Header now = header == null ? null : trimmed(header);
        if (now == null) return;
        Header was = wiped ? null : stored;
        if (was == null) RoomTable.insert(session, now);
        else if (!was.row().equals(now.row())) RoomTable.update(session, now);
        else if (!was.equals(now)) RoomTable.advance(session, now);
        members.write(new MemberWriter());
        restraints.write(new RestraintWriter());
        messages.write(new MessageWriter(now.firstSeq()));
        flushReactions(now.firstSeq());
        for (LoggedEvent event : events) {
            if (event.rev() >= now.firstRev()) EventTable.insert(session, id, event);
        }
    }

    /** Drops the messages that are kept no longer, and with them all events up to the last one that shows one of them. */
    private Header trimmed(Header now) {
        long firstSeq = now.firstSeq();
        if (firstSeq == (stored == null || wiped ? 1 : stored.firstSeq())) return now;
        long[] last = {wiped || stored == null ? 0 : MessageTable.contentRevBelow(session, id, firstSeq)};
        messages.forEach((seq, kept) -> {
            if (seq < firstSeq && kept != null) last[0] = Math.max(last[0], kept.contentRev());
        });
        long firstRev = Math.max(now.firstRev(), last[0] + 1);
        MessageTable.deleteBelow(session, id, firstSeq);
        EventTable.deleteBelow(session, id, firstRev);
        return now.keptFrom(firstRev, firstSeq);
    }

    private void flushReactions(long firstSeq) {
        for (long seq : recalled) ReactionTable.deleteAll(session, id, seq);
        reactions.forEach((key, changed) -> {
            if (key.seq() < firstSeq) return;
            changed.forEach((user, rev) -> {
                ReactionTable.delete(session, id, key.seq(), key.key(), user);
                if (rev != null) ReactionTable.insert(session, id, key.seq(), key.key(), user, rev);
            });
        });
    }

    private final class MemberWriter implements Cells.Writer<String, MemberRow> {
        @Override
        public void insert(MemberRow row) {
            MemberTable.insert(session, row);
        }

        @Override
        public void update(MemberRow was, MemberRow row) {
            MemberTable.update(session, row);
        }

        @Override
        public void delete(String user) {
            MemberTable.delete(session, id, user);
        }
    }

    private final class RestraintWriter implements Cells.Writer<RestraintTable.Key, Restraint> {
        @Override
        public void insert(Restraint row) {
            RestraintTable.insert(session, row);
        }

        @Override
        public void update(Restraint was, Restraint row) {
            RestraintTable.update(session, row);
        }

        @Override
        public void delete(RestraintTable.Key key) {
            RestraintTable.delete(session, id, key);
        }
    }

    private final class MessageWriter implements Cells.Writer<Long, Kept> {
        private final long firstSeq;

        MessageWriter(long firstSeq) {
            this.firstSeq = firstSeq;
        }

        @Override
        public void insert(Kept row) {
            if (row.message().seq() >= firstSeq) MessageTable.insert(session, row);
        }

        @Override
        public void update(Kept was, Kept row) {
            if (row.message().seq() >= firstSeq) MessageTable.update(session, was, row);
        }

        @Override
        public void delete(Long seq) {
            throw new IllegalStateException("message " + seq + " is dropped by its number, with all before it");
        }
    }
}
