package io.imbed.store.jdbc;

import io.imbed.spi.Change;
import io.imbed.spi.ChangeFeed.Changed;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Restraint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One room as a transaction will leave it. Entries are worked out on it, so that one that is refused costs no statement and
 * no savepoint; what they changed is written once, at the end, however many of them changed it.
 *
 * <p>The room's row is locked since it was read. Threads: one.
 */
final class RoomDraft {
    private final Session session;
    private final String id;
    private final @Nullable Header stored;
    /** The life that is stored ended in this transaction: nothing of it is read any more. */
    private final boolean wiped;

    private final Map<MessageTable.Cid, @Nullable Long> cids = new HashMap<>();
    /** The last events that show the oldest messages, by seq, where they were read ahead; they reach below this one. */
    private NavigableMap<Long, Long> oldest = Collections.emptyNavigableMap();

    private long oldestBelow;
    private final List<LoggedEvent> events = new ArrayList<>();
    private final Set<String> unnamed = new TreeSet<>();

    final Cells<Long, Kept> messages;
    final Cells<String, MemberRow> members;
    final Cells<RestraintTable.Key, Restraint> restraints;
    /** Sends of the host's that wait, by id, each its own value. */
    final Cells<Long, Long> pending;

    final ReactionDraft reactions;
    final MentionDraft mentions;

    private @Nullable Header header;
    private long left;

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
        pending = new Cells<>(waiting -> PendingTable.isThere(session, waiting) ? waiting : null);
        restraints = new Cells<>(
                key -> blank ? null : RestraintTable.restraint(session, id, key).orElse(null));
        reactions = new ReactionDraft(session, id, blank);
        mentions = new MentionDraft(session, id, blank);
    }

    static RoomDraft of(Session session, String id, @Nullable Header stored) {
        return new RoomDraft(session, id, stored, false);
    }

    /** What is left when the room is dropped: its id, free for another life. */
    RoomDraft dropped() {
        RoomDraft draft = new RoomDraft(session, id, stored, true);
        draft.left = stored == null ? left : stored.rows();
        return draft;
    }

    /** Takes how many rows are left of a life that ended before. */
    void knowsLeft(long rows) {
        left = rows;
    }

    /** Whether what is left of the last life is too much to go at once, so that none can begin. */
    boolean isCluttered() {
        return left > EndedTable.AT_ONCE;
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

    /** Takes a message that was read ahead, or that nobody has called one so. */
    void knows(MessageTable.Cid cid, @Nullable Kept found) {
        cids.put(cid, found == null ? null : Long.valueOf(found.message().seq()));
        if (found != null) messages.known(found.message().seq(), found);
    }

    /**
     * Takes what was read ahead of the oldest messages.
     *
     * @param posts how many more messages it was read for
     */
    void knowsOldest(int posts, NavigableMap<Long, Long> contentRevs) {
        Header now = stored;
        if (now == null || now.row().settings().keep() == 0) return;
        oldest = contentRevs;
        oldestBelow = Math.min(now.firstSeq(), now.seq() - now.row().settings().keep() + 1) + posts;
    }

    @Nullable Kept find(String sender, String cid) {
        MessageTable.Cid key = new MessageTable.Cid(id, sender, cid);
        Long known = cids.get(key);
        if (known != null) return message(known);
        if (cids.containsKey(key) || wiped || stored == null) return null;
        Kept found = MessageTable.byCid(session, id, sender, cid).orElse(null);
        knows(key, found);
        return found == null ? null : message(found.message().seq());
    }

    /** Takes what a plan has worked out. */
    void put(EntryPlan plan) {
        header = plan.header();
        Kept posted = plan.posted();
        if (posted != null) {
            messages.putNew(posted.message().seq(), posted);
            cids.put(MessageTable.Cid.of(posted.message()), posted.message().seq());
        }
        plan.rewrites().forEach((seq, kept) -> {
            messages.put(seq, kept);
            if (kept.message().recalled()) reactions.recall(seq);
        });
        Change.React reaction = plan.reaction();
        if (reaction != null) reactions.put(reaction, plan.firstRev());
        plan.members().forEach(members::put);
        plan.restraints().forEach(restraints::put);
        events.addAll(plan.events());
        String goes = plan.unnamed();
        if (goes != null) {
            unnamed.add(goes);
            events.replaceAll(event -> event.without(goes));
        }
        plan.taken().forEach(taken -> pending.put(taken, null));
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

    /** Adds what has changed to what is written. */
    void flush(Writes writes) {
        if (wiped && isCluttered()) {
            RoomTable.delete(writes, id);
            EndedTable.insert(writes, id, left);
        } else if (wiped || header != null && left > 0) {
            RoomTable.wipe(writes, id);
        }
        Header now = header == null ? null : trimmed(writes, header);
        if (now == null) return;
        Header was = wiped ? null : stored;
        if (was == null) RoomTable.insert(writes, now);
        else if (!was.row().equals(now.row())) RoomTable.update(writes, now);
        else if (!was.equals(now)) RoomTable.advance(writes, now);
        members.write(new MemberWriter(writes));
        restraints.write(new RestraintWriter(writes));
        messages.write(new MessageWriter(writes, now.firstSeq()));
        mentions.dropOld(writes);
        reactions.flush(writes, now.firstSeq());
        pending.write(new PendingWriter(writes));
        if (was != null) unnamed.forEach(user -> JoiningTable.unname(session, writes, id, user, now.firstRev()));
        for (LoggedEvent event : events) {
            if (event.rev() >= now.firstRev()) EventTable.insert(writes, id, event);
        }
    }

    /** Drops what is kept no longer: messages, and with them all events up to the last one that shows one of them. */
    private Header trimmed(Writes writes, Header now) {
        Header was = wiped ? null : stored;
        long firstSeq = now.firstSeq();
        long firstRev = now.firstRev();
        if (firstSeq > (was == null ? 1 : was.firstSeq())) {
            long[] last = {was == null ? 0 : contentRevBelow(firstSeq)};
            messages.forEach((seq, kept) -> {
                if (seq < firstSeq && kept != null) last[0] = Math.max(last[0], kept.contentRev());
            });
            firstRev = Math.max(firstRev, last[0] + 1);
            MessageTable.deleteBelow(writes, id, firstSeq);
        }
        if (firstRev > (was == null ? 1 : was.firstRev())) EventTable.deleteBelow(writes, id, firstRev);
        return now.keptFrom(firstRev, firstSeq);
    }

    private long contentRevBelow(long firstSeq) {
        if (firstSeq > oldestBelow) return MessageTable.contentRevBelow(session, id, firstSeq);
        return oldest.headMap(firstSeq).values().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    private static final class PendingWriter implements Cells.Writer<Long, Long> {
        private final Writes writes;

        PendingWriter(Writes writes) {
            this.writes = writes;
        }

        @Override
        public void insert(Long id, Long waiting) {
            throw new IllegalStateException("a host alone leaves pending sends");
        }

        @Override
        public void update(Long id, Long was, Long waiting) {
            throw new IllegalStateException("a pending send stays as it is");
        }

        @Override
        public void delete(Long taken) {
            PendingTable.delete(writes, taken);
        }
    }

    private final class MemberWriter implements Cells.Writer<String, MemberRow> {
        private final Writes writes;

        MemberWriter(Writes writes) {
            this.writes = writes;
        }

        @Override
        public void insert(String user, MemberRow row) {
            MemberTable.insert(writes, row);
        }

        @Override
        public void update(String user, MemberRow was, MemberRow row) {
            MemberTable.update(writes, row);
        }

        @Override
        public void delete(String user) {
            MemberTable.delete(writes, id, user);
        }
    }

    private final class RestraintWriter implements Cells.Writer<RestraintTable.Key, Restraint> {
        private final Writes writes;

        RestraintWriter(Writes writes) {
            this.writes = writes;
        }

        @Override
        public void insert(RestraintTable.Key key, Restraint row) {
            RestraintTable.insert(writes, row);
        }

        @Override
        public void update(RestraintTable.Key key, Restraint was, Restraint row) {
            RestraintTable.update(writes, row);
        }

        @Override
        public void delete(RestraintTable.Key key) {
            RestraintTable.delete(writes, id, key);
        }
    }

    private final class MessageWriter implements Cells.Writer<Long, Kept> {
        private final Writes writes;
        private final long firstSeq;

        MessageWriter(Writes writes, long firstSeq) {
            this.writes = writes;
            this.firstSeq = firstSeq;
        }

        @Override
        public void insert(Long seq, Kept row) {
            if (seq < firstSeq) return;
            MessageTable.insert(writes, row);
            mentions.write(writes, null, row.message());
        }

        @Override
        public void update(Long seq, Kept was, Kept row) {
            if (seq < firstSeq) return;
            MessageTable.update(writes, row);
            mentions.write(writes, was.message(), row.message());
        }

        @Override
        public void delete(Long seq) {
            throw new IllegalStateException("message " + seq + " is dropped by its number, with all before it");
        }
    }
}
