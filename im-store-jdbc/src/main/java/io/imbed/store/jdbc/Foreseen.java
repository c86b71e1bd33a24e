package io.imbed.store.jdbc;

import io.imbed.protocol.EventBody;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a batch of entries will ask for, as far as it can be seen before any of them is worked out, so that it is read at once.
 * It need not be all: what was not foreseen is read when it is asked for. Threads: one.
 */
final class Foreseen {
    /** In the order in which they are locked, so that no two transactions wait for each other. */
    final TreeSet<String> rooms = new TreeSet<>();

    /** Rooms that may be made. */
    final Set<String> makings = new LinkedHashSet<>(0);

    final Set<MessageTable.Cid> cids = new LinkedHashSet<>();
    final Set<MessageTable.Place> messages = new LinkedHashSet<>();
    final Set<MemberTable.Key> members = new LinkedHashSet<>();
    final Set<RestraintTable.InRoom> restraints = new LinkedHashSet<>();
    final Set<ReactionTable.Own> reactions = new LinkedHashSet<>();
    /** Of these somebody takes back a reaction, so that the next one may be shown. */
    final Set<ReactionTable.Key> firstReactions = new LinkedHashSet<>();

    final Set<MentionTable.Key> mentions = new LinkedHashSet<>();
    final Set<PendingTable.Waiting> pending = new LinkedHashSet<>();
    /** How many messages each room gets at most; so many old ones may have to go. */
    final Map<String, Integer> posts = new HashMap<>();

    /** @param appends lists of entries that are to be one transaction */
    static Foreseen of(List<List<Entry>> appends) {
        Foreseen foreseen = new Foreseen();
        for (List<Entry> entries : appends) entries.forEach(foreseen::add);
        return foreseen;
    }

    /** Forgets what lies in other rooms, and that these may be made. */
    void keepOnly(Set<String> existing) {
        for (Set<? extends Lookup.Key> keys :
                List.of(cids, messages, members, restraints, reactions, firstReactions, mentions, pending)) {
            keys.removeIf(key -> !existing.contains(key.room()));
        }
        posts.keySet().retainAll(existing);
        makings.removeAll(existing);
    }

    /** How many messages any room gets, rounded up to one of a few numbers. */
    int mostPosts() {
        int most = posts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return most <= 1 ? 1 : most <= 8 ? 8 : most <= 64 ? 64 : 2_048;
    }

    private void add(Entry entry) {
        String room = entry.room();
        rooms.add(room);
        if (entry.guard() instanceof Guard.Absent) makings.add(room);
        for (Change change : entry.changes()) add(room, change);
        for (EventBody body : entry.events()) {
            if (body instanceof EventBody.Edited) messages.add(new MessageTable.Place(room, body.seq()));
        }
    }

    private void add(String room, Change change) {
        Change.Post post = change.post();
        if (post != null) {
            cids.add(new MessageTable.Cid(room, post.sender(), post.cid()));
            posts.merge(room, 1, Integer::sum);
            mentions(room, post.mentions());
        }
        if (change instanceof Change.Post said) member(room, said.sender());
        else if (change instanceof Change.Mark mark) member(room, mark.user());
        else if (change instanceof Change.Prefer prefer) member(room, prefer.user());
        else if (change instanceof Change.Admit admit)
            member(room, admit.member().user());
        else if (change instanceof Change.Settle settle)
            member(room, settle.member().user());
        else if (change instanceof Change.Promote promote)
            member(room, promote.member().user());
        else if (change instanceof Change.Dismiss dismiss) member(room, dismiss.user());
        else if (change instanceof Change.Unname unname) member(room, unname.user());
        else if (change instanceof Change.Rewrite rewrite) {
            message(room, rewrite.seq());
            mentions(room, rewrite.mentions());
        } else if (change instanceof Change.Erase erase) message(room, erase.seq());
        else if (change instanceof Change.Pin pin) message(room, pin.seq());
        else if (change instanceof Change.React react) reaction(room, react);
        else if (change instanceof Change.Take take) pending.add(new PendingTable.Waiting(room, take.pending()));
        else if (change instanceof Change.Restrain restrain) {
            restraint(
                    room,
                    new RestraintTable.Key(
                            restrain.restraint().kind(), restrain.restraint().user()));
        } else if (change instanceof Change.Release release) {
            restraint(room, new RestraintTable.Key(release.kind(), release.user()));
        }
    }

    private void member(String room, String user) {
        members.add(new MemberTable.Key(room, user));
    }

    private void message(String room, long seq) {
        messages.add(new MessageTable.Place(room, seq));
    }

    private void mentions(String room, List<String> users) {
        for (String user : users) mentions.add(new MentionTable.Key(room, user));
    }

    private void restraint(String room, RestraintTable.Key key) {
        restraints.add(new RestraintTable.InRoom(room, key));
    }

    private void reaction(String room, Change.React react) {
        message(room, react.seq());
        reactions.add(new ReactionTable.Own(room, react.seq(), react.key(), react.user()));
        if (!react.on()) firstReactions.add(new ReactionTable.Key(room, react.seq(), react.key()));
    }
}
