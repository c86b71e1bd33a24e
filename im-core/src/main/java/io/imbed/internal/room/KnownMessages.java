package io.imbed.internal.room;

import io.imbed.protocol.Content;
import io.imbed.protocol.Message;
import io.imbed.protocol.Reaction;
import io.imbed.spi.Change;
import io.imbed.spi.Outcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a lane knows of a room's messages: those that something waiting is about, who has reacted to them, and which are
 * pinned. A working copy reads through to what is committed and keeps changes to itself.
 *
 * <p>Threads: the room's lane.
 */
final class KnownMessages {
    private final @Nullable KnownMessages committed;
    private final Map<Long, Optional<Message>> messages = new HashMap<>(0);
    private final Map<Reactor, Set<String>> reactions = new HashMap<>(0); // keys
    private @Nullable Set<Long> pins;

    private record Reactor(long seq, String user) {}

    KnownMessages() {
        this.committed = null;
    }

    private KnownMessages(KnownMessages committed) {
        this.committed = committed;
    }

    KnownMessages workingCopy() {
        return new KnownMessages(this);
    }

    boolean knows(Needs needs) {
        if (needs.message() == 0) return true;
        String reactor = needs.reactor();
        return knows(needs.message())
                && (reactor == null || knowsReactions(needs.message(), reactor))
                && (!needs.pins() || knowsPins());
    }

    boolean knows(long seq) {
        return lookUp(seq) != null;
    }

    private @Nullable Optional<Message> lookUp(long seq) {
        Optional<Message> own = messages.get(seq);
        return own != null || committed == null ? own : committed.lookUp(seq);
    }

    /** The message, or null if it is not kept. It must be known. */
    @Nullable Message message(long seq) {
        Optional<Message> message = lookUp(seq);
        if (message == null) throw new IllegalStateException("message not looked up");
        return message.orElse(null);
    }

    boolean knowsReactions(long seq, String user) {
        return lookUpReactions(new Reactor(seq, user)) != null;
    }

    private @Nullable Set<String> lookUpReactions(Reactor reactor) {
        Set<String> own = reactions.get(reactor);
        return own != null || committed == null ? own : committed.lookUpReactions(reactor);
    }

    /** The keys with which the user has reacted. They must be known. */
    Set<String> reactions(long seq, String user) {
        Set<String> keys = lookUpReactions(new Reactor(seq, user));
        if (keys == null) throw new IllegalStateException("reactions not looked up");
        return keys;
    }

    boolean knowsPins() {
        return lookUpPins() != null;
    }

    private @Nullable Set<Long> lookUpPins() {
        return pins != null || committed == null ? pins : committed.lookUpPins();
    }

    /** The messages that are pinned, by seq. They must be known. */
    Set<Long> pins() {
        Set<Long> known = lookUpPins();
        if (known == null) throw new IllegalStateException("pins not looked up");
        return known;
    }

    void learn(long seq, Optional<Message> read) {
        messages.put(seq, read);
    }

    void learnReactions(long seq, String user, Set<String> keys) {
        reactions.put(new Reactor(seq, user), Set.copyOf(keys));
    }

    void learnPins(Set<Long> read) {
        pins = Set.copyOf(read);
    }

    /** A message has come into being: that there was none is no longer so. */
    void posted(long seq) {
        messages.remove(seq);
    }

    /**
     * Those beyond are gone, or will be soon.
     *
     * @param keep how many the room keeps, or 0 for all
     * @param lastSeq its newest
     */
    void keepNewest(long keep, long lastSeq) {
        if (keep > 0 && lastSeq > keep) trim(lastSeq - keep + 1);
    }

    /** Contents are large, and the rest may have changed elsewhere: all is read again when it is wanted. */
    void forget() {
        messages.clear();
        reactions.clear();
        pins = null;
    }

    /** The messages before this one are kept no longer. */
    void trim(long firstSeq) {
        for (long seq : knownBelow(firstSeq)) messages.put(seq, Optional.empty());
        Set<Long> before = lookUpPins();
        if (before == null) return;
        learnPins(before.stream().filter(seq -> seq >= firstSeq).collect(Collectors.toSet()));
    }

    private Set<Long> knownBelow(long firstSeq) {
        Set<Long> found = committed == null ? new HashSet<>() : committed.knownBelow(firstSeq);
        for (long seq : messages.keySet()) {
            if (seq < firstSeq) found.add(seq);
        }
        return found;
    }

    /** Makes the change, if it is one of a message; returns the message as it is then, or null. */
    @Nullable Message apply(Change change, Outcome.Stored stored) {
        if (change instanceof Change.Rewrite rewrite) return rewrite(rewrite, stored);
        if (change instanceof Change.Erase erase) return erase(erase.seq(), stored.firstRev());
        if (change instanceof Change.React react) return react(react, stored.firstRev());
        if (change instanceof Change.Pin pin) return pin(pin, stored.firstRev());
        return null;
    }

    private @Nullable Message rewrite(Change.Rewrite rewrite, Outcome.Stored stored) {
        Message before = message(rewrite.seq());
        if (before == null) return null;
        Content content = rewrite.content();
        if (content != null) {
            return changed(before.edited(stored.firstRev(), content, rewrite.mentions(), stored.at()));
        }
        wipe(rewrite.seq());
        return changed(before.recalled(stored.firstRev()));
    }

    private @Nullable Message erase(long seq, long rev) {
        Message before = message(seq);
        if (before == null) return null;
        wipe(seq);
        return changed(before.erased(rev));
    }

    private void wipe(long seq) {
        pinned(seq, false);
        for (Reactor each : reactorsOf(seq)) reactions.put(each, Set.of());
    }

    private Set<Reactor> reactorsOf(long seq) {
        Set<Reactor> found = committed == null ? new HashSet<>() : committed.reactorsOf(seq);
        for (Reactor each : reactions.keySet()) {
            if (each.seq() == seq) found.add(each);
        }
        return found;
    }

    private @Nullable Message react(Change.React react, long rev) {
        Message before = message(react.seq());
        if (before == null) return null;
        Reactor reactor = new Reactor(react.seq(), react.user());
        Set<String> keys = new HashSet<>(reactions(react.seq(), react.user()));
        if (react.on()) keys.add(react.key());
        else keys.remove(react.key());
        reactions.put(reactor, Set.copyOf(keys));
        return changed(before.reacted(rev, Reaction.after(before.reactions(), react.key(), react.user(), react.on())));
    }

    private @Nullable Message pin(Change.Pin pin, long rev) {
        Message before = message(pin.seq());
        pinned(pin.seq(), pin.on());
        return before == null ? null : changed(before.pinned(rev, pin.on()));
    }

    private void pinned(long seq, boolean on) {
        Set<Long> before = lookUpPins();
        if (before == null) return;
        Set<Long> after = new HashSet<>(before);
        if (on) after.add(seq);
        else after.remove(seq);
        learnPins(after);
    }

    private Message changed(Message after) {
        learn(after.seq(), Optional.of(after));
        return after;
    }
}
