package io.imbed.store.jdbc;

import io.imbed.protocol.Reaction;
import io.imbed.spi.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The reactions to one room's messages as a transaction will leave them. Threads: one. */
final class ReactionDraft {
    private final Session session;
    private final String room;
    private final boolean blank;
    private final Cells<ReactionTable.Own, Long> revs;
    /** Who gave a key first, as it is stored, where it was read ahead. */
    private final Map<ReactionTable.Key, List<String>> first = new HashMap<>(0);
    /** Reactions of this transaction, in their order: the rev of one that was added, null for one that was taken back. */
    private final Map<ReactionTable.Key, Map<String, @Nullable Long>> changed = new HashMap<>(0);

    private final Set<Long> recalled = new HashSet<>(0);

    /** @param blank whether nothing is stored, or nothing of it counts any more */
    ReactionDraft(Session session, String room, boolean blank) {
        this.session = session;
        this.room = room;
        this.blank = blank;
        revs = new Cells<>(own -> blank ? null : ReactionTable.rev(session, own).orElse(null));
    }

    /** Takes what was read ahead: the rev of a reaction, null if it is not there. */
    void knows(ReactionTable.Own own, @Nullable Long rev) {
        revs.known(own, rev);
    }

    /** Takes who gave a key first, {@link ReactionTable#FIRST_READ} of them if there are so many. */
    void knows(ReactionTable.Key key, List<String> users) {
        first.put(key, users);
    }

    boolean has(long seq, String user, String reaction) {
        return revs.get(new ReactionTable.Own(room, seq, reaction, user)) != null;
    }

    /** Who reacted first with a key, without {@code beside}; at most so many as a message shows. */
    List<String> first(long seq, String reaction, String beside) {
        ReactionTable.Key key = new ReactionTable.Key(room, seq, reaction);
        Map<String, @Nullable Long> now = changed.getOrDefault(key, Map.of());
        List<String> users = new ArrayList<>(blank ? List.of() : stored(key, Reaction.MAX_USERS + now.size() + 1));
        users.removeAll(now.keySet());
        now.forEach((user, rev) -> {
            if (rev != null) users.add(user);
        });
        users.remove(beside);
        return users.subList(0, Math.min(users.size(), Reaction.MAX_USERS));
    }

    private List<String> stored(ReactionTable.Key key, int wanted) {
        List<String> known = first.get(key);
        boolean enough = known != null && (known.size() >= wanted || known.size() < ReactionTable.FIRST_READ);
        return known != null && enough ? known : ReactionTable.first(session, key, wanted);
    }

    void put(Change.React react, long rev) {
        ReactionTable.Own own = new ReactionTable.Own(room, react.seq(), react.key(), react.user());
        revs.put(own, react.on() ? Long.valueOf(rev) : null);
        Map<String, @Nullable Long> now = changed.computeIfAbsent(own.key(), key -> new LinkedHashMap<>());
        now.remove(react.user()); // so that it comes last again
        now.put(react.user(), react.on() ? Long.valueOf(rev) : null);
    }

    /** Takes all of a message; nobody reacts to it any more. */
    void recall(long seq) {
        recalled.add(seq);
    }

    /** @param firstSeq the first message that is kept */
    void flush(Writes writes, long firstSeq) {
        for (long seq : recalled) ReactionTable.deleteAll(writes, room, seq);
        revs.write(new Cells.Writer<>() {
            @Override
            public void insert(ReactionTable.Own own, Long rev) {
                if (isKept(own)) ReactionTable.insert(writes, own, rev);
            }

            @Override
            public void update(ReactionTable.Own own, Long was, Long rev) {
                if (isKept(own)) ReactionTable.update(writes, own, rev);
            }

            @Override
            public void delete(ReactionTable.Own own) {
                if (isKept(own)) ReactionTable.delete(writes, own);
            }

            private boolean isKept(ReactionTable.Own own) {
                return own.seq() >= firstSeq && !recalled.contains(own.seq());
            }
        });
    }
}
