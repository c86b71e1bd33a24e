package io.imbed.store.jdbc;

import io.imbed.protocol.Content;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.Reaction;
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
 * What one entry makes of a room, worked out beside the draft, so that an entry is applied wholly or not at all.
 *
 * <p>Threads: one.
 */
final class EntryPlan {
    private final RoomDraft room;
    private final Entry entry;
    private final Header before;
    private final long firstRev;
    private final Instant at;

    private final List<LoggedEvent> events = new ArrayList<>(2);
    /** New rows of members; null for one who is dismissed. */
    private final Map<String, @Nullable MemberRow> members = new HashMap<>(4);
    /** What is held against users from now on; null for what is lifted. */
    private final Map<RestraintTable.Key, @Nullable Restraint> restraints = new HashMap<>(0);
    /** Messages changed, by seq. */
    private final Map<Long, Kept> rewrites = new HashMap<>(0);

    /** Pending sends that go with it. */
    private final List<Long> taken = new ArrayList<>(0);

    private RoomRow row;
    private @Nullable Kept posted;
    private Change.@Nullable React reaction;
    private Change.Trim trim = Change.Trim.NOTHING;
    private @Nullable String unnamed;
    private boolean policy;
    private long seq;
    private long memberCount;

    /** @param before the room as the entry meets it, or as it is about to be made */
    EntryPlan(RoomDraft room, Header before, Entry entry) {
        this.room = room;
        this.entry = entry;
        this.before = before;
        this.firstRev = before.rev() + 1;
        this.at = before.notBefore(MessageTable.kept(entry.at()));
        this.row = before.row();
        this.seq = before.seq();
        this.memberCount = before.members();
    }

    /** Works it out; returns what is wrong with it, or null. */
    @Nullable Outcome prepare() {
        for (Change change : entry.changes()) {
            Outcome problem = apply(change);
            if (problem != null) return problem;
            policy |= change.policy();
        }
        if (posted != null) events.add(LoggedEvent.ofPost(firstRev, at, entry.by(), seq));
        for (EventBody body : entry.events()) {
            if (body instanceof EventBody.Posted) return failed("the storage itself makes the event of a post");
            LoggedEvent event = LoggedEvent.of(firstRev + events.size(), at, entry.by(), body);
            noteContent(event);
            events.add(event);
        }
        if (!rewrites.isEmpty() && events.isEmpty()) return failed("a rewrite needs an event, whose rev it takes");
        return null;
    }

    Outcome.Stored stored() {
        return new Outcome.Stored(firstRev, firstRev - 1 + events.size(), seq, at);
    }

    /** The room's row after it. */
    Header header() {
        long keep = row.settings().keep();
        long firstSeq = posted == null || keep == 0 ? before.firstSeq() : Math.max(before.firstSeq(), seq - keep + 1);
        long lastRev = before.rev() + events.size();
        return new Header(
                row,
                before.epoch(),
                lastRev,
                seq,
                Math.max(before.firstRev(), Math.min(trim.firstRev(), lastRev + 1)),
                Math.max(firstSeq, Math.min(trim.firstSeq(), seq + 1)),
                events.isEmpty() ? before.at() : at,
                before.policy() + (policy ? 1 : 0),
                memberCount);
    }

    @Nullable Kept posted() {
        return posted;
    }

    Change.@Nullable React reaction() {
        return reaction;
    }

    /** Whose name goes, or null. */
    @Nullable String unnamed() {
        return unnamed;
    }

    long firstRev() {
        return firstRev;
    }

    Map<Long, Kept> rewrites() {
        return rewrites;
    }

    Map<String, @Nullable MemberRow> members() {
        return members;
    }

    Map<RestraintTable.Key, @Nullable Restraint> restraints() {
        return restraints;
    }

    List<Long> taken() {
        return taken;
    }

    List<LoggedEvent> events() {
        return events;
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
        if (change instanceof Change.PutRoom put) return putRoom(put.room());
        if (change instanceof Change.Take take) return take(take.pending());
        if (change instanceof Change.Trim drops) return trim(drops);
        if (change instanceof Change.Unname unname) return unname(unname.user());
        return failed("drops a room, and does something else");
    }

    private @Nullable Outcome putRoom(RoomRow newRow) {
        if (!newRow.id().equals(entry.room())) return failed("puts room " + newRow.id() + " in an entry of another");
        if (newRow.kind() != row.kind()) return failed("makes a " + row.kind() + " a " + newRow.kind());
        row = newRow;
        return null;
    }

    private @Nullable Outcome admit(MemberRow member) {
        if (!member.room().equals(entry.room())) {
            return failed("admits to room " + member.room() + " in another's entry");
        }
        if (member(member.user()) != null) return failed("admits " + member.user() + ", who is a member");
        members.put(member.user(), member);
        memberCount++;
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
        memberCount--;
        return null;
    }

    private @Nullable Outcome restrain(Restraint restraint) {
        if (!restraint.room().equals(entry.room())) {
            return failed("restrains in room " + restraint.room() + " in another's entry");
        }
        restraints.put(new RestraintTable.Key(restraint.kind(), restraint.user()), restraint);
        return null;
    }

    private @Nullable Outcome release(Change.Release release) {
        RestraintTable.Key key = new RestraintTable.Key(release.kind(), release.user());
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
        posted = new Kept(message, post.digest(), firstRev, firstRev);
    }

    private Message message(Change.Post post) {
        return new Message(
                entry.room(),
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
        Kept kept = kept(rewrite.seq());
        if (kept == null || kept.message().rev() != rewrite.expectedRev()) return new Outcome.Stale();
        Content content = rewrite.content();
        Message changed = content == null
                ? kept.message().recalled(firstRev)
                : kept.message()
                        .edited(
                                firstRev,
                                content,
                                rewrite.mentions(),
                                before.notBefore(MessageTable.kept(rewrite.at())));
        rewrites.put(rewrite.seq(), kept.with(changed));
        return null;
    }

    /** Without a digest: a repeat is none any more. */
    private @Nullable Outcome erase(Change.Erase erase) {
        Kept kept = kept(erase.seq());
        if (kept == null || kept.message().rev() != erase.expectedRev()) return new Outcome.Stale();
        rewrites.put(erase.seq(), new Kept(kept.message().erased(firstRev), "", kept.postedRev(), kept.contentRev()));
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
        Kept kept = kept(react.seq());
        if (kept == null || kept.message().rev() != react.expectedRev()) return new Outcome.Stale();
        if (kept.message().recalled()) return failed("reacts to what was recalled");
        if (room.reactions.has(react.seq(), react.user(), react.key()) == react.on()) {
            return failed((react.on() ? "adds" : "takes back") + " a reaction, which is so already");
        }
        reaction = react;
        rewrites.put(react.seq(), kept.with(kept.message().reacted(firstRev, reactionsAfter(kept.message(), react))));
        return null;
    }

    /** What the message shows of its reactions afterwards: counts as they follow, and who came first with the key. */
    private List<Reaction> reactionsAfter(Message message, Change.React react) {
        List<Reaction> after = new ArrayList<>(message.reactions().size() + 1);
        boolean found = false;
        for (Reaction each : message.reactions()) {
            boolean changes = each.key().equals(react.key());
            found |= changes;
            long count = each.count() + (changes ? react.on() ? 1 : -1 : 0);
            if (count == 0) continue;
            after.add(changes ? new Reaction(each.key(), count, firstAfter(each, react)) : each);
        }
        if (!found) after.add(new Reaction(react.key(), 1, List.of(react.user())));
        return after;
    }

    /** Only where one who was shown goes does anybody come into sight who is not in the message. */
    private List<String> firstAfter(Reaction shown, Change.React react) {
        List<String> first = new ArrayList<>(shown.users());
        if (react.on()) {
            if (first.size() < Reaction.MAX_USERS) first.add(react.user());
        } else if (first.remove(react.user()) && shown.count() > Reaction.MAX_USERS) {
            return room.reactions.first(react.seq(), react.key(), react.user());
        }
        return first;
    }

    private @Nullable Outcome pin(Change.Pin pin) {
        Kept kept = kept(pin.seq());
        if (kept == null || kept.message().rev() != pin.expectedRev()) return new Outcome.Stale();
        if (kept.message().recalled()) return failed("pins what was recalled");
        if (kept.message().pinned() == pin.on()) return failed((pin.on() ? "pins" : "unpins") + " what is so already");
        rewrites.put(pin.seq(), kept.with(kept.message().pinned(firstRev, pin.on())));
        return null;
    }

    /** Whoever has taken it before has stored its message, or it would not have gone: the cid was used. */
    private @Nullable Outcome take(long pending) {
        if (room.pending.get(pending) == null) return new Outcome.Conflict();
        taken.add(pending);
        return null;
    }

    /** A message must not be dropped before the last event that shows its content. */
    private void noteContent(LoggedEvent event) {
        Long content = event.contentSeq();
        Kept shown = content == null ? null : kept(content);
        if (shown != null) rewrites.put(content, shown.shownBy(event.rev()));
    }

    private @Nullable Kept kept(long messageSeq) {
        Kept rewritten = rewrites.get(messageSeq);
        return rewritten == null ? room.message(messageSeq) : rewritten;
    }

    private @Nullable MemberRow member(String user) {
        return members.containsKey(user) ? members.get(user) : room.members.get(user);
    }

    private static Outcome failed(String why) {
        return new Outcome.Failed(why);
    }
}
