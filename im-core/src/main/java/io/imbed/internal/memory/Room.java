package io.imbed.internal.memory;

import io.imbed.MemoryStorage.Capacity;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Change;
import io.imbed.spi.ChangeFeed.Changed;
import io.imbed.spi.Entry;
import io.imbed.spi.EventSlice;
import io.imbed.spi.Guard;
import io.imbed.spi.MemberRow;
import io.imbed.spi.MessageSlice;
import io.imbed.spi.Outcome;
import io.imbed.spi.Restraint;
import io.imbed.spi.RoomRow;
import io.imbed.spi.RoomState;
import io.imbed.spi.RoomStore.Seat;
import io.imbed.spi.Upkeep;
import io.imbed.spi.Upkeep.Extent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One room: its row, members, messages and events, and what changes them.
 *
 * <p>An entry is planned beside the room ({@link EntryPlan}), paid for from the budget, and then put in place by code that
 * cannot fail. What is beyond a bound is dropped oldest first; a message takes the events that show its content with it,
 * so that a cursor before them meets a gap and not an event without its message.
 *
 * <p>Threads: any; everything mutable is guarded by this. {@link SeatIndex}, {@link MemoryFeed} and {@link ByteBudget} are reached from within.
 */
final class Room {
    private static final Comparator<MemberRow> SENIORITY = Comparator.comparing(MemberRow::role)
            .reversed()
            .thenComparing(member -> member.joinedAt())
            .thenComparing(MemberRow::user);

    private final Capacity capacity;
    private final ByteBudget budget;
    private final SeatIndex seats;
    private final MemoryFeed feed;
    private final String epoch;

    final MessageTable messages = new MessageTable();
    final EventTable events;
    final TreeMap<String, MemberRow> members = new TreeMap<>();
    final RestraintTable restraints = new RestraintTable();

    private RoomRow row;
    private Instant at;
    private boolean dropped;
    private long policy; // 0 until the entry that makes the room is in place

    Room(Change.PutRoom made, Instant at, Capacity capacity, ByteBudget budget, SeatIndex seats, MemoryFeed feed) {
        this.capacity = capacity;
        this.budget = budget;
        this.seats = seats;
        this.feed = feed;
        this.epoch = made.epoch();
        this.row = made.room();
        this.at = at;
        this.events = new EventTable(row.id(), epoch, messages);
    }

    /**
     * @param unlink takes the room out of all indexes but that of seats
     * @return null if the room has been dropped, and the entry is for one that may have been made since
     */
    synchronized @Nullable Outcome append(Entry entry, Consumer<Room> unlink) {
        if (dropped) return null;
        Outcome repeat = repeated(entry);
        if (repeat != null) return repeat;
        if (!holds(entry.guard())) return new Outcome.Stale();
        if (entry.drops()) return drop(entry, unlink);
        EntryPlan plan = new EntryPlan(this, entry);
        Outcome problem = plan.prepare();
        if (problem != null) return problem;
        if (!pay(plan)) return new Outcome.Refused("memory storage is full: " + capacity.bytes() + " bytes in all");
        put(plan);
        trim();
        if (plan.trim != null) trim(plan.trim);
        long lastRev = events.last();
        long firstRev = lastRev + 1 - plan.events.size();
        if (plan.policy || firstRev <= lastRev) tell(firstRev, plan.policy, false);
        return new Outcome.Stored(firstRev, lastRev, plan.seq, plan.at);
    }

    /** Whoever holds it still reads it as it was; nobody finds it any more. */
    private Outcome drop(Entry entry, Consumer<Room> unlink) {
        if (!made() || entry.changes().size() > 1 || !entry.events().isEmpty()) {
            return new Outcome.Failed("drops a room, and does something else");
        }
        dropped = true;
        long bytes = Footprint.heap(row) + messages.heapBytes() + events.heapBytes() + restraints.heapBytes();
        for (MemberRow member : members.values()) {
            bytes += Footprint.heap(member);
            seats.remove(member.user(), this);
        }
        unlink.accept(this);
        budget.giveBack(bytes);
        tell(events.last() + 1, true, true);
        return new Outcome.Stored(events.last() + 1, events.last(), messages.last(), notBefore(entry.at()));
    }

    private void tell(long firstRev, boolean raised, boolean isDropped) {
        feed.add(new Changed(row.id(), epoch, firstRev, events.last(), raised ? policy : 0, isDropped));
    }

    private @Nullable Outcome repeated(Entry entry) {
        for (Change change : entry.changes()) {
            Change.Post post = change.post();
            if (post == null) continue;
            KeptMessage known = messages.find(post.sender(), post.cid());
            if (known == null) continue;
            return known.digest().equals(post.digest())
                    ? new Outcome.Duplicate(known.message(), known.postedRev())
                    : new Outcome.Conflict();
        }
        return null;
    }

    private boolean holds(Guard guard) {
        if (guard instanceof Guard.At stood) {
            return made() && stood.policy() == policy && stood.epoch().equals(epoch);
        }
        return guard instanceof Guard.Absent && !made();
    }

    private boolean pay(EntryPlan plan) {
        long growth = plan.growth();
        long limit = budget.limitFor(messages.heapBytes() + events.heapBytes());
        if (budget.tryTake(growth, limit)) return true;
        long stays = plan.oldestNeeded();
        // Nothing is dropped in vain. Another room may still snatch what is freed; then more goes, or it is in vain.
        long mayGo = messages.heapBytesBelow(stays) + events.heapBytes();
        if (growth > limit - budget.used() + mayGo) return false;
        while (!budget.tryTake(growth, limit)) {
            if (messages.size() > 0 && messages.first() < stays) dropMessage();
            else if (events.size() > 0) budget.giveBack(events.removeFirst());
            else return false;
        }
        return true;
    }

    private void put(EntryPlan plan) {
        row = plan.row;
        if (plan.policy) policy++;
        if (plan.posted != null) messages.add(plan.posted);
        if (plan.reaction != null) messages.react(plan.reaction);
        plan.rewrites.values().forEach(messages::replace);
        for (Map.Entry<String, @Nullable MemberRow> member : plan.members.entrySet()) {
            put(member.getKey(), member.getValue());
        }
        plan.restraints.forEach(restraints::put);
        plan.events.forEach(events::add);
        if (plan.unnamed != null) events.unname(plan.unnamed);
        if (!plan.events.isEmpty()) at = plan.at;
    }

    private void put(String user, @Nullable MemberRow member) {
        if (member == null) {
            if (members.remove(user) != null) seats.remove(user, this);
        } else if (members.put(user, member) == null) {
            seats.add(user, this);
        }
    }

    private void trim() {
        long keep = row.settings().keep();
        long most = keep == 0 ? capacity.messagesPerRoom() : Math.min(keep, capacity.messagesPerRoom());
        while (messages.size() > most) dropMessage();
        while (events.size() > capacity.eventsPerRoom()) budget.giveBack(events.removeFirst());
    }

    private void trim(Change.Trim drops) {
        while (messages.size() > 0 && messages.first() < drops.firstSeq()) dropMessage();
        while (events.size() > 0 && events.first() < drops.firstRev()) budget.giveBack(events.removeFirst());
    }

    private void dropMessage() {
        KeptMessage dropped = messages.removeFirst();
        long freed = dropped.heapBytes();
        while (events.first() <= dropped.lastEvent()) freed += events.removeFirst();
        budget.giveBack(freed);
    }

    synchronized boolean made() {
        return policy > 0;
    }

    synchronized RoomRow row() {
        return row;
    }

    synchronized RoomKind kind() {
        return row.kind();
    }

    /** The time, or that of the last event if it lies before. */
    synchronized Instant notBefore(Instant time) {
        return time.isBefore(at) ? at : time;
    }

    /** Time of the last event. */
    synchronized Instant at() {
        return at;
    }

    synchronized RoomState state() {
        KeptMessage last = messages.get(messages.last());
        return new RoomState(
                row,
                epoch,
                events.last(),
                messages.last(),
                at,
                policy,
                members.size(),
                last == null ? null : last.message());
    }

    synchronized EventSlice events(Cursor after, int maxEvents, int maxBytes) {
        return events.after(after, maxEvents, maxBytes);
    }

    synchronized MessageSlice history(Anchor anchor, int maxMessages, int maxBytes) {
        return History.read(messages, anchor, maxMessages, maxBytes, events.last());
    }

    synchronized Optional<Message> message(long seq) {
        return Optional.ofNullable(messages.get(seq)).map(KeptMessage::message);
    }

    synchronized Set<String> reactions(long seq, String user) {
        return messages.reactions(seq).of(user);
    }

    synchronized List<Message> pinned() {
        return messages.pinned();
    }

    synchronized Optional<Message> find(String sender, String cid) {
        return Optional.ofNullable(messages.find(sender, cid)).map(KeptMessage::message);
    }

    synchronized Extent extent() {
        KeptMessage oldest = messages.get(messages.first());
        return new Extent(
                row.id(),
                epoch,
                row.settings().keepMs(),
                messages.first(),
                oldest == null ? null : oldest.at(),
                events.first(),
                events.last(),
                events.size() == 0 ? null : events.at(events.first()).at());
    }

    synchronized Change.Trim due(Instant messagesBefore, Instant eventsBefore, long newest, int limit) {
        long firstSeq = messages.firstSince(messagesBefore, limit);
        long firstRev = events.firstSince(eventsBefore, newest, limit);
        long needed = messages.lastEventBelow(firstSeq) + 1; // they go with the messages
        if (needed > events.first() + limit) {
            firstSeq = messages.first();
            firstRev = events.first() + limit;
        }
        boolean drops = firstSeq > messages.first() || firstRev > events.first();
        return drops ? new Change.Trim(firstSeq, firstRev) : Change.Trim.NOTHING;
    }

    synchronized boolean hasTracesOf(String user) {
        return members.containsKey(user) || messages.hasTracesOf(user) || isNamed(user);
    }

    synchronized boolean isNamed(String user) {
        MemberRow member = members.get(user);
        return member != null && !member.name().equals(user) || events.name(user);
    }

    synchronized List<Upkeep.Sent> sent(String sender, @Nullable String after, int limit) {
        return messages.sentBy(sender)
                .filter(sent -> after == null || sent.cid().compareTo(after) > 0)
                .sorted(Comparator.comparing(Upkeep.Sent::cid))
                .limit(limit)
                .toList();
    }

    synchronized List<Long> reacted(String user, long after, int limit) {
        return messages.reactedBy(user)
                .filter(seq -> seq > after)
                .sorted()
                .limit(limit)
                .toList();
    }

    synchronized Optional<MemberRow> member(String user) {
        return Optional.ofNullable(members.get(user));
    }

    synchronized List<MemberRow> members(@Nullable String after, int limit) {
        return page(after, limit, member -> true);
    }

    synchronized List<MemberRow> readers(long seq, String beside, @Nullable String after, int limit) {
        return page(
                after,
                limit,
                member -> member.read() >= seq
                        && member.joinedSeq() < seq
                        && !member.preferences().privateReading()
                        && !member.user().equals(beside));
    }

    private List<MemberRow> page(@Nullable String after, int limit, Predicate<MemberRow> wanted) {
        List<MemberRow> page = new ArrayList<>();
        Map<String, MemberRow> rest = after == null ? members : members.tailMap(after, false);
        for (MemberRow member : rest.values()) {
            if (page.size() == limit) break;
            if (wanted.test(member)) page.add(member);
        }
        return page;
    }

    /** From end to end: an owner goes seldom, and an index would cost every member. */
    synchronized Optional<MemberRow> senior(String beside) {
        return members.values().stream()
                .filter(member -> !member.user().equals(beside))
                .min(SENIORITY);
    }

    synchronized List<Restraint> restraints(String user) {
        return restraints.of(user);
    }

    synchronized List<Restraint> bans(Instant now, @Nullable String after, int limit) {
        return restraints.inForce(Restraint.Kind.BAN, now, after, limit);
    }

    /** The user's row of its room list, or empty if it is no longer a member. */
    synchronized Optional<Seat> seat(String user) {
        MemberRow member = members.get(user);
        if (member == null) return Optional.empty();
        long mentions = messages.mentions(user, Math.max(member.read(), member.joinedSeq()));
        return Optional.of(new Seat(state(), member, mentions));
    }
}
