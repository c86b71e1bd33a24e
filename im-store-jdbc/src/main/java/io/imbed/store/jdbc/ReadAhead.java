package io.imbed.store.jdbc;

import io.imbed.spi.MemberRow;
import io.imbed.spi.Restraint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reads all that a batch is foreseen to ask for, also what is not there, and tells the drafts of its rooms. Threads: one. */
final class ReadAhead {
    private final Session session;
    private final Bulk bulk;
    private final Foreseen foreseen;

    private final List<Query> queries = new ArrayList<>();
    private final Map<String, Header> headers = new HashMap<>();
    private final Map<String, Long> left = new HashMap<>(0);
    private final Map<MessageTable.Cid, Kept> cids = new HashMap<>();
    private final Map<MessageTable.Place, Kept> messages = new HashMap<>();
    private final Map<MemberTable.Key, MemberRow> members = new HashMap<>();
    private final Map<RestraintTable.InRoom, Restraint> restraints = new HashMap<>();
    private final Map<ReactionTable.Own, Long> reactions = new HashMap<>();
    private final Map<ReactionTable.Key, List<String>> firstReactions = new HashMap<>();
    private final Map<MentionTable.Key, Long> mentions = new HashMap<>();
    private final Set<Long> pending = new HashSet<>();
    private final Map<String, TreeMap<Long, Long>> oldest = new HashMap<>();

    private ReadAhead(Session session, Bulk bulk, Foreseen foreseen) {
        this.session = session;
        this.bulk = bulk;
        this.foreseen = foreseen;
    }

    /** Locks the rooms, in the order of their ids, and returns their drafts. */
    static TreeMap<String, RoomDraft> drafts(Session session, Bulk bulk, Foreseen foreseen) {
        ReadAhead readAhead = new ReadAhead(session, bulk, foreseen);
        readAhead.read();
        return readAhead.drafts();
    }

    /** What is read behind a lock is as it is once the lock is had: each query sees what was committed before it began. */
    private void read() {
        ask(RoomTable.locking(session.forUpdate()), RoomTable.Id.all(foreseen.rooms), header -> {
            headers.put(header.row().id(), header);
        });
        if (!bulk.isOneTrip()) {
            // Each further query would be a trip, so nothing is asked of rooms that are not there.
            send();
            foreseen.keepOnly(headers.keySet());
        }
        ask(EndedTable.locking(session.forUpdate()), RoomTable.Id.all(foreseen.makings), ended -> {
            left.put(ended.room(), ended.rows());
        });
        ask(MessageTable.BY_CID, foreseen.cids, kept -> cids.put(MessageTable.Cid.of(kept.message()), kept));
        ask(MessageTable.BY_SEQ, foreseen.messages, kept -> messages.put(MessageTable.Place.of(kept.message()), kept));
        ask(MemberTable.BY_USER, foreseen.members, member -> members.put(MemberTable.Key.of(member), member));
        ask(RestraintTable.BY_KEY, foreseen.restraints, held -> restraints.put(RestraintTable.InRoom.of(held), held));
        ask(ReactionTable.BY_USER, foreseen.reactions, row -> reactions.put(row.own(), row.rev()));
        ask(ReactionTable.FIRST, foreseen.firstReactions, row -> {
            firstReactions
                    .computeIfAbsent(row.own().key(), key -> new ArrayList<>())
                    .add(row.own().user());
        });
        ask(MentionTable.LAST, foreseen.mentions, last -> mentions.put(last.key(), last.nth()));
        ask(PendingTable.BY_ID, foreseen.pending, pending::add);
        ask(MessageTable.oldest(foreseen.mostPosts()), RoomTable.Id.all(foreseen.posts.keySet()), old -> {
            oldest.computeIfAbsent(old.room(), room -> new TreeMap<>()).put(old.seq(), old.contentRev());
        });
        send();
        // A room that was not there could not be locked: what was read behind may be of one that was made meanwhile.
        foreseen.keepOnly(headers.keySet());
    }

    private <K extends Lookup.Key, V> void ask(Lookup<K, V> lookup, Collection<K> keys, Consumer<V> taker) {
        if (!keys.isEmpty()) queries.addAll(bulk.find(lookup, keys, taker));
    }

    private void send() {
        bulk.read(session, queries);
        queries.clear();
    }

    private TreeMap<String, RoomDraft> drafts() {
        TreeMap<String, RoomDraft> drafts = new TreeMap<>();
        for (String room : foreseen.rooms) drafts.put(room, RoomDraft.of(session, room, headers.get(room)));
        left.forEach((room, rows) -> draft(drafts, room).knowsLeft(rows));
        foreseen.messages.forEach(at -> draft(drafts, at.room()).messages.known(at.seq(), messages.get(at)));
        foreseen.cids.forEach(cid -> draft(drafts, cid.room()).knows(cid, cids.get(cid)));
        foreseen.members.forEach(key -> draft(drafts, key.room()).members.known(key.user(), members.get(key)));
        foreseen.restraints.forEach(at -> draft(drafts, at.room()).restraints.known(at.key(), restraints.get(at)));
        foreseen.reactions.forEach(own -> draft(drafts, own.room()).reactions.knows(own, reactions.get(own)));
        foreseen.firstReactions.forEach(
                key -> draft(drafts, key.room()).reactions.knows(key, firstReactions.getOrDefault(key, List.of())));
        foreseen.mentions.forEach(
                key -> draft(drafts, key.room()).mentions.knows(key.user(), mentions.getOrDefault(key, 0L)));
        foreseen.pending.forEach(each ->
                draft(drafts, each.room()).pending.known(each.id(), pending.contains(each.id()) ? each.id() : null));
        foreseen.posts.keySet().forEach(room -> {
            draft(drafts, room).knowsOldest(foreseen.mostPosts(), oldest.getOrDefault(room, new TreeMap<>()));
        });
        return drafts;
    }

    private static RoomDraft draft(Map<String, RoomDraft> drafts, String room) {
        return Objects.requireNonNull(drafts.get(room));
    }
}
