package io.imbed.testkit;

import io.imbed.protocol.Content;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Outcome;
import io.imbed.spi.Restraint;
import io.imbed.spi.RoomRow;
import io.imbed.spi.RoomState;
import io.imbed.spi.RoomStore.Seat;
import io.imbed.spi.Upkeep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A room as plainly as it can be written: lists that are searched from end to end, and a copy of everything for each entry,
 * so that one that fails is forgotten by dropping the copy. What a storage does is compared with it.
 */
final class ModelRoom {
    /** A change contradicts what there is: the entry is {@link Outcome.Failed}. */
    private static final class Contradiction extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** The ground of a change is gone: the entry is {@link Outcome.Stale}. */
    private static final class OldGround extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Nullable RoomRow row;

    String epoch = "";
    long policy;
    Instant at = Instant.MIN;
    final TreeMap<String, MemberRow> members = new TreeMap<>();
    /** By kind and user. */
    final TreeMap<String, Restraint> restraints = new TreeMap<>();

    final List<Message> messages = new ArrayList<>();
    final List<String> digests = new ArrayList<>();
    /** "seq key user", in the order of reacting. */
    final ModelReactions reactions = new ModelReactions();
    /** As given: contents are looked up by {@link #events}. Posted holds the message as it was. */
    final List<Event> raw = new ArrayList<>();

    /** Messages up to this one, and events up to that one, are kept no longer. */
    long lostSeq;

    long lostRev;

    private ModelRoom copy() {
        ModelRoom copy = new ModelRoom();
        copy.row = row;
        copy.epoch = epoch;
        copy.policy = policy;
        copy.at = at;
        copy.members.putAll(members);
        copy.restraints.putAll(restraints);
        copy.messages.addAll(messages);
        copy.digests.addAll(digests);
        copy.raw.addAll(raw);
        copy.reactions.addAll(reactions);
        copy.lostSeq = lostSeq;
        copy.lostRev = lostRev;
        return copy;
    }

    /** The room after the entry, or this if it is not stored; the outcome goes to {@code outcomes}. */
    ModelRoom apply(Entry entry, List<Outcome> outcomes) {
        for (Change change : entry.changes()) {
            Change.Post post = change.post();
            if (post == null) continue;
            int known = find(post.sender(), post.cid());
            if (known < 0) continue;
            boolean same = digests.get(known).equals(post.digest());
            outcomes.add(same ? new Outcome.Duplicate(messages.get(known), revOf(known + 1)) : new Outcome.Conflict());
            return this;
        }
        if (!holds(entry.guard())) {
            outcomes.add(new Outcome.Stale());
            return this;
        }
        if (entry.changes().stream().anyMatch(Change.DropRoom.class::isInstance)) {
            boolean alone =
                    row != null && entry.changes().size() == 1 && entry.events().isEmpty();
            Instant time = entry.at().isBefore(at) ? at : entry.at();
            outcomes.add(
                    alone
                            ? new Outcome.Stored(raw.size() + 1, raw.size(), messages.size(), time)
                            : new Outcome.Failed("contradiction"));
            return alone ? new ModelRoom() : this;
        }
        ModelRoom after = copy();
        try {
            outcomes.add(after.change(entry));
            return after;
        } catch (OldGround e) {
            outcomes.add(new Outcome.Stale());
        } catch (Contradiction e) {
            outcomes.add(new Outcome.Failed("contradiction"));
        }
        return this;
    }

    /** The event that posted a message. */
    private long revOf(long seq) {
        return raw.stream()
                .filter(event ->
                        event.body() instanceof EventBody.Posted && event.body().seq() == seq)
                .findFirst()
                .orElseThrow()
                .rev();
    }

    int find(String sender, String cid) {
        for (int i = (int) lostSeq; i < messages.size(); i++) {
            if (messages.get(i).sender().equals(sender) && messages.get(i).cid().equals(cid)) return i;
        }
        return -1;
    }

    private boolean holds(Guard guard) {
        if (guard instanceof Guard.At stood) {
            return row != null && stood.epoch().equals(epoch) && stood.policy() == policy;
        }
        return guard instanceof Guard.Absent && row == null;
    }

    private Outcome change(Entry entry) {
        Instant time = entry.at().isBefore(at) ? at : entry.at();
        long firstRev = raw.size() + 1;
        boolean made = row == null;
        boolean raises = false;
        int posts = 0;
        int reacts = 0;
        for (Change change : entry.changes()) {
            raises |= change.policy();
            boolean alone = entry.changes().size() == 1 && entry.events().isEmpty();
            boolean stands = change instanceof Change.Trim || change instanceof Change.Unname;
            if (stands && !alone) throw new Contradiction();
            if (change instanceof Change.React && reacts++ > 0) throw new Contradiction();
            Change.Post post = change.post();
            if (post != null) {
                if (posts++ > 0) throw new Contradiction();
                add(entry, change, post, time, firstRev);
            } else {
                change(change, firstRev, time);
            }
        }
        if (row == null) throw new Contradiction();
        if (raises) policy++;
        for (EventBody body : entry.events()) raw.add(event(time, entry.by(), body));
        if (made || raw.size() >= firstRev) at = time;
        return new Outcome.Stored(firstRev, raw.size(), messages.size(), time);
    }

    private void add(Entry entry, Change change, Change.Post post, Instant time, long rev) {
        long seq = messages.size() + 1;
        Message message = new Message(
                entry.room(),
                seq,
                rev,
                post.cid(),
                post.sender(),
                post.senderName(),
                time,
                post.content(),
                post.replyTo(),
                post.mentions(),
                post.meta(),
                null);
        if (change instanceof Change.Import imported) {
            if (imported.after() != raw.size()) throw new OldGround();
            message = imported.of(message);
        }
        messages.add(message);
        digests.add(post.digest());
        raw.add(event(time, entry.by(), new EventBody.Posted(message)));
        if (change instanceof Change.Import) return;
        members.computeIfPresent(post.sender(), (user, member) -> member.marked(seq, 0));
    }

    private void change(Change change, long firstRev, Instant time) {
        if (change instanceof Change.PutRoom put) {
            if (row == null) epoch = put.epoch();
            row = put.room();
        } else if (change instanceof Change.Admit admit) {
            MemberRow member = admit.member();
            if (members.put(member.user(), member.joinedAt(messages.size())) != null) throw new Contradiction();
        } else if (change instanceof Change.Settle settle) {
            MemberRow member = settle.member();
            if (members.put(member.user(), member.within(messages.size())) != null) throw new Contradiction();
        } else if (change instanceof Change.Promote promote) {
            MemberRow old = members.get(promote.member().user());
            if (old == null) throw new Contradiction();
            MemberRow now = new MemberRow(
                    old.room(),
                    old.user(),
                    promote.member().name(),
                    promote.member().role(),
                    old.joinedAt(),
                    old.joinedSeq(),
                    old.read(),
                    old.delivered(),
                    promote.member().mutedUntil(),
                    old.preferences());
            members.put(old.user(), now);
        } else if (change instanceof Change.Restrain restrain) {
            Restraint held = restrain.restraint();
            restraints.put(held.kind() + " " + held.user(), held);
        } else if (change instanceof Change.Release release) {
            if (restraints.remove(release.kind() + " " + release.user()) == null) throw new Contradiction();
        } else if (change instanceof Change.Dismiss dismiss) {
            if (members.remove(dismiss.user()) == null) throw new Contradiction();
        } else if (change instanceof Change.Mark mark) {
            long last = messages.size();
            members.computeIfPresent(
                    mark.user(),
                    (user, member) -> member.marked(Math.min(mark.read(), last), Math.min(mark.delivered(), last)));
        } else if (change instanceof Change.Prefer prefer) {
            members.computeIfPresent(
                    prefer.user(),
                    (user, member) -> member.preferring(member.preferences().with(prefer.patch(), messages.size())));
        } else if (change instanceof Change.Rewrite rewrite) {
            Message old = stands(rewrite.seq(), rewrite.expectedRev());
            Content content = rewrite.content();
            Message now =
                    content == null ? old.recalled(firstRev) : old.edited(firstRev, content, rewrite.mentions(), time);
            messages.set((int) rewrite.seq() - 1, now);
            if (content == null) reactions.wipe(rewrite.seq());
        } else if (change instanceof Change.Erase erase) {
            Message old = stands(erase.seq(), erase.expectedRev());
            messages.set((int) erase.seq() - 1, old.erased(firstRev));
            digests.set((int) erase.seq() - 1, "");
            reactions.wipe(erase.seq());
        } else if (change instanceof Change.Trim trim) {
            trim(trim);
        } else if (change instanceof Change.Unname unname) {
            unname(unname.user());
        } else if (change instanceof Change.React react) {
            Message old = kept(react.seq(), react.expectedRev());
            if (!reactions.set(react)) throw new Contradiction();
            messages.set((int) react.seq() - 1, old.reacted(firstRev, reactions.shown(react.seq())));
        } else if (change instanceof Change.Pin pin) {
            Message old = kept(pin.seq(), pin.expectedRev());
            if (old.pinned() == pin.on()) throw new Contradiction();
            messages.set((int) pin.seq() - 1, old.pinned(firstRev, pin.on()));
        }
    }

    private Message kept(long seq, long rev) {
        Message message = stands(seq, rev);
        if (message.recalled()) throw new Contradiction();
        return message;
    }

    private Message stands(long seq, long rev) {
        if (seq <= lostSeq || seq > messages.size()) throw new OldGround();
        Message message = messages.get((int) seq - 1);
        if (message.rev() != rev) throw new OldGround();
        return message;
    }

    private void unname(String name) {
        members.computeIfPresent(name, (user, member) -> member.named(user));
        raw.replaceAll(event ->
                event.body() instanceof EventBody.Joined joined && joined.user().equals(name)
                        ? new Event(event.room(), event.epoch(), event.rev(), event.at(), event.by(), joined.unnamed())
                        : event);
    }

    boolean isNamed(String user) {
        MemberRow member = members.get(user);
        return member != null && !member.name().equals(user)
                || raw.subList((int) lostRev, raw.size()).stream()
                        .anyMatch(event -> event.body() instanceof EventBody.Joined joined && joined.names(user));
    }

    private void trim(Change.Trim trim) {
        while (lostSeq < Math.min(trim.firstSeq() - 1, messages.size())) {
            long seq = ++lostSeq;
            reactions.wipe(seq);
            for (Event event : raw) {
                boolean shows = event.body() instanceof EventBody.Posted || event.body() instanceof EventBody.Edited;
                if (shows && event.body().seq() == seq) lostRev = Math.max(lostRev, event.rev());
            }
        }
        lostRev = Math.max(lostRev, Math.min(trim.firstRev() - 1, raw.size()));
    }

    /** What is kept of the messages. */
    List<Message> kept() {
        return messages.subList((int) lostSeq, messages.size());
    }

    Upkeep.Extent extent() {
        return new Upkeep.Extent(
                row().id(),
                epoch,
                row().settings().keepMs(),
                lostSeq + 1,
                kept().isEmpty() ? null : kept().get(0).at(),
                lostRev + 1,
                raw.size(),
                lostRev == raw.size() ? null : raw.get((int) lostRev).at());
    }

    /** The keys of a user's reactions to a message. */
    Set<String> reactions(long seq, String user) {
        return reactions.of(seq, user);
    }

    private Event event(Instant time, String by, EventBody body) {
        return new Event(row().id(), epoch, raw.size() + 1, time, by, body);
    }

    /** All events, with contents as they are now. */
    List<Event> events() {
        List<Event> events = new ArrayList<>();
        for (Event event : raw) {
            EventBody body = event.body();
            if (body instanceof EventBody.Posted) body = new EventBody.Posted(messages.get((int) body.seq() - 1));
            if (body instanceof EventBody.Edited) {
                body = EventBody.Edited.of(body.seq(), messages.get((int) body.seq() - 1));
            }
            events.add(new Event(event.room(), event.epoch(), event.rev(), event.at(), event.by(), body));
        }
        return events;
    }

    RoomState state() {
        Message last = kept().isEmpty() ? null : messages.get(messages.size() - 1);
        return new RoomState(row(), epoch, raw.size(), messages.size(), at, policy, members.size(), last);
    }

    List<Restraint> restraints(String user) {
        return restraints.values().stream()
                .filter(held -> held.user().equals(user))
                .toList();
    }

    List<Restraint> bans(Instant now) {
        return restraints.values().stream()
                .filter(held ->
                        held.kind() == Restraint.Kind.BAN && held.until().isAfter(now))
                .toList();
    }

    Optional<MemberRow> senior(String beside) {
        MemberRow first = null;
        for (MemberRow member : members.values()) { // by id, so of equals the first stays
            if (member.user().equals(beside)) continue;
            int rank = first == null ? 1 : member.role().compareTo(first.role());
            if (first == null || rank > 0 || (rank == 0 && member.joinedAt().isBefore(first.joinedAt())))
                first = member;
        }
        return Optional.ofNullable(first);
    }

    long mentions(MemberRow member) {
        return kept().stream()
                .filter(message -> message.seq() > member.read() && message.seq() > member.joinedSeq())
                .filter(message -> message.mentions().contains(member.user())
                        || (message.mentions().contains("~all")
                                && !message.sender().equals(member.user())))
                .limit(Seat.MOST_MENTIONS)
                .count();
    }

    RoomRow row() {
        if (row == null) throw new Contradiction();
        return row;
    }

    /** A user's rooms in the order of its room list. */
    static List<ModelRoom> seated(Map<String, ModelRoom> rooms, String user) {
        return rooms.values().stream()
                .filter(room -> room.members.containsKey(user))
                .sorted((a, b) ->
                        a.at.equals(b.at) ? a.row().id().compareTo(b.row().id()) : b.at.compareTo(a.at))
                .toList();
    }
}
