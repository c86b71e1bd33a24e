package io.imbed.internal.memory;

import io.imbed.protocol.Content;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Outcome;
import io.imbed.spi.Restraint;
import io.imbed.spi.RoomRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one entry makes of a room, worked out beside it, so that an entry is applied wholly or not at all: whatever may go
 * wrong goes wrong here.
 *
 * <p>Threads: guarded by the room.
 */
final class EntryPlan {
    private final Room room;
    private final Entry entry;
    private final long firstRev;

    final Instant at;
    final List<LoggedEvent> events = new ArrayList<>(2);
    /** New rows of members; null for one who is dismissed. */
    final Map<String, @Nullable MemberRow> members = new HashMap<>(4);
    /** What is held against users from now on; null for what is lifted. */
    final Map<RestraintTable.Key, @Nullable Restraint> restraints = new HashMap<>(0);
    /** Messages changed, by seq. */
    final Map<Long, KeptMessage> rewrites = new HashMap<>(0);

    RoomRow row;

    @Nullable KeptMessage posted;

    Change.@Nullable React reaction;
    Change.@Nullable Trim trim;

    @Nullable String unnamed;

    boolean policy;
    long seq;

    EntryPlan(Room room, Entry entry) {
        this.room = room;
        this.entry = entry;
        this.row = room.row();
        this.at = room.notBefore(entry.at());
        this.firstRev = room.events.last() + 1;
        this.seq = room.messages.last();
    }

    /** Works it out; returns what is wrong with it, or null. */
    @Nullable Outcome prepare() {
        for (Change change : entry.changes()) {
            Outcome problem = apply(change);
            if (problem != null) return problem;
            policy |= change.policy();
        }
        if (posted != null) events.add(LoggedEvent.ofPost(at, entry.by(), seq));
        for (EventBody body : entry.events()) {
            if (body instanceof EventBody.Posted) return failed("the storage itself makes the event of a post");
            LoggedEvent event = LoggedEvent.of(at, entry.by(), body);
            noteContent(event, firstRev + events.size());
            events.add(event);
        }
        if (!rewrites.isEmpty() && events.isEmpty()) return failed("a rewrite needs an event, whose rev it takes");
        return null;
    }

    /** Bytes that the room grows by. */
    long growth() {
        long growth = Footprint.heap(row) - (room.made() ? Footprint.heap(room.row()) : 0);
        if (posted != null) growth += posted.heapBytes();
        for (LoggedEvent event : events) growth += Footprint.heap(event);
        if (unnamed != null) growth += room.events.growthWithout(unnamed);
        for (KeptMessage rewrite : rewrites.values()) {
            growth += rewrite.heapBytes() - room.messages.at(rewrite.seq()).heapBytes();
        }
        for (Map.Entry<String, @Nullable MemberRow> member : members.entrySet()) {
            growth += weight(member.getValue()) - weight(room.members.get(member.getKey()));
        }
        for (Map.Entry<RestraintTable.Key, @Nullable Restraint> each : restraints.entrySet()) {
            growth += weight(each.getValue()) - weight(room.restraints.get(each.getKey()));
        }
        return growth;
    }

    /** The oldest message that must stay for this to be applied. */
    long oldestNeeded() {
        long oldest = Long.MAX_VALUE;
        for (long rewritten : rewrites.keySet()) oldest = Math.min(oldest, rewritten);
        return oldest;
    }

    private @Nullable Outcome apply(Change change) {
        if (change instanceof Change.Post post) return post(post);
        if (change instanceof Change.Import imported) return imported(imported);
        if (change instanceof Change.Mark mark) return mark(mark);
        if (change instanceof Change.Prefer prefer) return prefer(prefer);
        if (change instanceof Change.Rewrite rewrite) return rewrite(rewrite);
        if (change instanceof Change.Erase erase) return erase(erase);
        if (change instanceof Change.React react) return react(react);
        if (change instanceof Change.Pin pin) return pin(pin);
        if (change instanceof Change.Admit admit) return admit(admit.member().joinedAt(seq));
        if (change instanceof Change.Settle settle) return admit(settle.member().within(seq));
        if (change instanceof Change.Promote promote) return promote(promote.member());
        if (change instanceof Change.Dismiss dismiss) return dismiss(dismiss.user());
        if (change instanceof Change.Restrain restrain) return restrain(restrain.restraint());
        if (change instanceof Change.Release release) return release(release);
        if (change instanceof Change.Take) return failed("takes a pending send, and a host has no transactions here");
        if (change instanceof Change.Trim drops) return trim(drops);
        if (change instanceof Change.Unname unname) return unname(unname.user());
        return putRoom(((Change.PutRoom) change).room());
    }

    private @Nullable Outcome putRoom(RoomRow newRow) {
        if (!newRow.id().equals(entry.room())) return failed("puts room " + newRow.id() + " in an entry of another");
        if (newRow.kind() != row.kind()) return failed("makes a " + row.kind() + " a " + newRow.kind());
        row = newRow;
        return null;
    }

    private @Nullable Outcome admit(MemberRow member) {
        if (!member.room().equals(entry.room()))
            return failed("admits to room " + member.room() + " in another's entry");
        if (member(member.user()) != null) return failed("admits " + member.user() + ", who is a member");
        members.put(member.user(), member);
        return null;
    }

    private @Nullable Outcome promote(MemberRow member) {
        MemberRow old = member(member.user());
        if (old == null) return failed("promotes " + member.user() + ", who is no member");
        members.put(old.user(), old.changedTo(member));
        return null;
    }

    private @Nullable Outcome dismiss(String user) {
        if (member(user) == null) return failed("dismisses " + user + ", who is no member");
        members.put(user, null);
        return null;
    }

    private @Nullable Outcome restrain(Restraint restraint) {
        if (!restraint.room().equals(entry.room()))
            return failed("restrains in room " + restraint.room() + " in another's entry");
        restraints.put(new RestraintTable.Key(restraint.user(), restraint.kind()), restraint);
        return null;
    }

    private @Nullable Outcome release(Change.Release release) {
        RestraintTable.Key key = new RestraintTable.Key(release.user(), release.kind());
        Restraint held = restraints.containsKey(key) ? restraints.get(key) : room.restraints.get(key);
        if (held == null) return failed("lifts a " + release.kind() + " of " + release.user() + ", who has none");
        restraints.put(key, null);
        return null;
    }

    private @Nullable Outcome mark(Change.Mark mark) {
        MemberRow member = member(mark.user());
        if (member != null) {
            members.put(member.user(), member.marked(Math.min(mark.read(), seq), Math.min(mark.delivered(), seq)));
        }
        return null;
    }

    private @Nullable Outcome prefer(Change.Prefer prefer) {
        MemberRow member = member(prefer.user());
        if (member != null) {
            members.put(member.user(), member.preferring(member.preferences().with(prefer.patch(), seq)));
        }
        return null;
    }

    private @Nullable Outcome post(Change.Post post) {
        if (posted != null) return failed("posts two messages");
        add(post, message(post));
        MemberRow sender = member(post.sender());
        if (sender != null) members.put(sender.user(), sender.marked(seq, 0));
        return null;
    }

    private @Nullable Outcome imported(Change.Import imported) {
        if (posted != null) return failed("posts two messages");
        if (imported.after() != firstRev - 1) return new Outcome.Stale();
        add(imported.post(), imported.of(message(imported.post())));
        return null;
    }

    private void add(Change.Post post, Message message) {
        seq = message.seq();
        posted = KeptMessage.of(message, post.digest(), firstRev);
    }

    private Message message(Change.Post post) {
        return new Message(
                room.row().id(), // the one string for all of them
                seq + 1,
                firstRev,
                post.cid(),
                post.sender(),
                post.senderName(),
                at,
                post.content(),
                post.replyTo(),
                post.mentions(),
                post.meta(),
                null);
    }

    private @Nullable Outcome rewrite(Change.Rewrite rewrite) {
        KeptMessage kept = kept(rewrite.seq());
        if (kept == null || kept.rev() != rewrite.expectedRev()) return new Outcome.Stale();
        Content content = rewrite.content();
        Message changed = content == null
                ? kept.message().recalled(firstRev)
                : kept.message().edited(firstRev, content, rewrite.mentions(), room.notBefore(rewrite.at()));
        rewrites.put(rewrite.seq(), kept.with(changed));
        return null;
    }

    private @Nullable Outcome erase(Change.Erase erase) {
        KeptMessage kept = kept(erase.seq());
        if (kept == null || kept.rev() != erase.expectedRev()) return new Outcome.Stale();
        rewrites.put(erase.seq(), kept.erased(firstRev));
        return null;
    }

    private @Nullable Outcome trim(Change.Trim drops) {
        if (entry.changes().size() > 1 || !entry.events().isEmpty())
            return failed("trims a room, and does something else");
        trim = drops;
        return null;
    }

    private @Nullable Outcome unname(String user) {
        if (entry.changes().size() > 1 || !entry.events().isEmpty())
            return failed("takes a name, and does something else");
        unnamed = user;
        MemberRow member = member(user);
        if (member != null) members.put(user, member.named(user));
        return null;
    }

    private @Nullable Outcome react(Change.React react) {
        if (reaction != null) return failed("reacts twice");
        KeptMessage kept = kept(react.seq());
        if (kept == null || kept.rev() != react.expectedRev()) return new Outcome.Stale();
        if (kept.recalled()) return failed("reacts to what was recalled");
        Reactions before = room.messages.reactions(react.seq());
        if (before.has(react.user(), react.key()) == react.on()) {
            return failed((react.on() ? "adds" : "takes back") + " a reaction, which is so already");
        }
        reaction = react;
        Message changed = kept.message().reacted(firstRev, before.after(react.user(), react.key(), react.on()));
        long weight = Footprint.heap(react);
        rewrites.put(react.seq(), kept.reacted(changed, react.on() ? weight : -weight));
        return null;
    }

    private @Nullable Outcome pin(Change.Pin pin) {
        KeptMessage kept = kept(pin.seq());
        if (kept == null || kept.rev() != pin.expectedRev()) return new Outcome.Stale();
        if (kept.recalled()) return failed("pins what was recalled");
        if (kept.pinned() == pin.on()) return failed((pin.on() ? "pins" : "unpins") + " what is so already");
        rewrites.put(pin.seq(), kept.with(kept.message().pinned(firstRev, pin.on())));
        return null;
    }

    /** A message must not be dropped before the last event that shows its content. */
    private void noteContent(LoggedEvent event, long rev) {
        KeptMessage kept = event.contentOf() == 0 ? null : kept(event.contentOf());
        if (kept != null) rewrites.put(event.contentOf(), kept.withLastEvent(rev));
    }

    private @Nullable KeptMessage kept(long messageSeq) {
        KeptMessage rewritten = rewrites.get(messageSeq);
        return rewritten == null ? room.messages.get(messageSeq) : rewritten;
    }

    private @Nullable MemberRow member(String user) {
        return members.containsKey(user) ? members.get(user) : room.members.get(user);
    }

    private static long weight(@Nullable MemberRow member) {
        return member == null ? 0 : Footprint.heap(member);
    }

    private static long weight(@Nullable Restraint restraint) {
        return restraint == null ? 0 : Footprint.heap(restraint);
    }

    private static Outcome failed(String why) {
        return new Outcome.Failed(why);
    }
}
