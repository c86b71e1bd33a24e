package io.imbed.internal.room;

import io.imbed.internal.Encoder;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.RoomView;
import io.imbed.protocol.ServerFrame;
import io.imbed.spi.Batch;
import io.imbed.spi.EventSlice;
import io.imbed.spi.MemberRow;
import io.imbed.spi.RoomState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings followers that are behind up to the lane, page by page as their outboxes drain, and makes them live in the lane
 * turn in which their cursor equals the lane's: nothing between, nothing twice.
 *
 * <p>Recent events come from the ring; older ones from the log, one read shared by all who wait for the same range, and by
 * those who come for it later as far as the ring has room.
 *
 * <p>Threads: the room's lane.
 */
final class CatchUp {
    private final LiveRoom room;
    private final Delivery delivery;
    private final EventRing ring;
    private final Map<Subscriber, Cursor> starting = new HashMap<>(0); // until the storage has said who they are
    private final Map<Subscriber, Cursor> admitted = new HashMap<>(0); // where, until it is known as what
    private final Map<Cursor, List<Follower>> reads = new HashMap<>(0);

    CatchUp(LiveRoom room, Delivery delivery, EventRing ring) {
        this.room = room;
        this.delivery = delivery;
        this.ring = ring;
    }

    /** A session wants to follow from {@code from}: it gets the events after it, or a reset, or is told it is gone. */
    void follow(Subscriber subscriber, Cursor from) {
        expect(subscriber, from);
        seatWhenKnown(subscriber);
    }

    /** It will follow, {@link #seatWhenKnown soon}. Of two wishes the one that reaches further back serves both. */
    void expect(Subscriber subscriber, Cursor from) {
        starting.merge(subscriber, from, CatchUp::earlier);
    }

    static Cursor earlier(Cursor first, Cursor second) {
        return first.epoch().equals(second.epoch()) && second.rev() < first.rev() ? second : first;
    }

    void seatWhenKnown(Subscriber subscriber) {
        room.ask(
                Needs.of(Set.of(subscriber.user())),
                () -> {
                    Cursor from = starting.remove(subscriber);
                    if (from != null) seat(subscriber, from);
                },
                error -> room.lane().later(Lane.RETRY, () -> seatWhenKnown(subscriber)));
    }

    /** Nobody waits to follow. */
    boolean isIdle() {
        return starting.isEmpty() && admitted.isEmpty();
    }

    private void seat(Subscriber subscriber, Cursor from) {
        MemberRow member = room.model().state() == null ? null : room.model().member(subscriber.user());
        if (member == null) {
            room.followers().tell(subscriber, new ServerFrame.RoomGone(room.id()));
            return;
        }
        Follower follower = room.followers().of(subscriber);
        if (follower == null && room.model().stored(subscriber.user()) == null) {
            // Another session of an attendee's, or one that has left since it joined.
            room.followers().tell(subscriber, new ServerFrame.RoomGone(room.id()));
            return;
        }
        if (follower == null) {
            follower = new Follower(room, subscriber, member.joinedSeq());
            if (!room.followers().add(follower)) return;
        } else if (follower.state() != Follower.State.LIVE && follower.state() != Follower.State.ENTERED) {
            return; // It is on its way from an earlier cursor and will come by.
        }
        start(follower, from);
    }

    private void start(Follower follower, Cursor from) {
        RoomState state = room.model().existing();
        long head = Math.max(state.rev(), delivery.cursor().rev());
        if (!from.epoch().equals(delivery.cursor().epoch())) {
            reset(follower);
        } else if (from.rev() > head) {
            // The log may be ahead of what this lane has settled; only the log can say that a cursor is ahead of it.
            room.lane()
                    .read(
                            () -> room.lane().context().storage().store().room(room.id()),
                            read -> startAhead(follower, from, read),
                            error -> room.lane().later(Lane.RETRY, () -> restart(follower, from)));
        } else if (head - from.rev() > room.lane().context().limits().pages().catchUpEvents()) {
            reset(follower);
        } else {
            startFrom(follower, from.rev());
        }
    }

    private void restart(Follower follower, Cursor from) {
        if (follower.state() != Follower.State.ENDED) start(follower, from);
    }

    private void startAhead(Follower follower, Cursor from, Optional<RoomState> read) {
        if (follower.state() == Follower.State.ENDED) return;
        boolean good = read.isPresent()
                && read.get().epoch().equals(from.epoch())
                && from.rev() <= read.get().rev();
        if (good) startFrom(follower, from.rev());
        else reset(follower);
    }

    private void startFrom(Follower follower, long rev) {
        // Ahead of the lane it is live too: what it has seen already comes once more, and its client drops it by rev.
        if (rev >= delivery.cursor().rev()) {
            room.followers().goLive(follower);
        } else {
            count("events");
            room.followers().fallBehind(follower, rev);
            awaitTurn(follower);
        }
    }

    /** The user's membership began with the event just delivered: its session follows from here. */
    void admit(Subscriber subscriber) {
        if (room.model().state() != null && room.model().knowsMember(subscriber.user())) {
            gain(subscriber, delivery.cursor());
            return;
        }
        // Seen through the log alone. Looked up in a turn of its own: this one is in the middle of a delivery.
        if (delivery.hasBegun()) admitted.put(subscriber, delivery.cursor());
        room.lane().execute(() -> lookUp(subscriber));
    }

    /** The user's membership ended with the event just delivered, also one whose beginning is still looked up. */
    void cut(String user) {
        admitted.keySet().removeIf(each -> each.user().equals(user));
    }

    private void lookUp(Subscriber subscriber) {
        room.ask(
                Needs.of(Set.of(subscriber.user())),
                () -> {
                    Cursor at = admitted.remove(subscriber);
                    gain(subscriber, at == null ? delivery.cursor() : at);
                },
                error -> room.lane().later(Lane.RETRY, () -> lookUp(subscriber)));
    }

    private void gain(Subscriber subscriber, Cursor at) {
        RoomState state = room.model().state();
        MemberRow member = state == null ? null : room.model().member(subscriber.user());
        if (state == null || member == null || isFollowing(subscriber)) return;
        Follower follower = new Follower(room, subscriber, member.joinedSeq());
        if (!room.followers().add(follower)) return;
        Cursor from = isNear(at) ? at : delivery.cursor();
        RoomView view = Views.admitted(
                state,
                member,
                from,
                room.lane().context().headcounts().of(state),
                room.lane().context().storage().traits().durability());
        room.followers().tell(subscriber, new ServerFrame.RoomGained(view));
        startFrom(follower, from.rev());
    }

    /** Whether who follows from there need not be reset. */
    private boolean isNear(Cursor at) {
        Cursor now = delivery.cursor();
        return at.epoch().equals(now.epoch())
                && now.rev() - at.rev()
                        <= room.lane().context().limits().pages().catchUpEvents();
    }

    /** Whether it follows, or is about to. */
    boolean isFollowing(Subscriber subscriber) {
        return room.followers().of(subscriber) != null || starting.containsKey(subscriber);
    }

    /**
     * Events are gone from the log: everyone is told, and goes on from the lane's cursor. Of a membership that has ended
     * with one of them only the storage knows.
     */
    void resetAll() {
        for (Follower each : room.followers().all()) {
            reset(each);
            verify(each);
        }
    }

    private void verify(Follower follower) {
        String user = follower.subscriber().user();
        room.ask(
                Needs.of(Set.of(user)),
                () -> {
                    boolean member =
                            room.model().state() != null && room.model().member(user) != null;
                    if (member || follower.state() == Follower.State.ENDED) return;
                    room.followers().remove(follower);
                    room.followers().tell(follower.subscriber(), new ServerFrame.RoomGone(room.id()));
                },
                error -> room.lane().later(Lane.RETRY, () -> verify(follower)));
    }

    /** The room lives another life, which may have other members: who follows is looked at anew, and told where it is. */
    void seatAnew(Cursor before) {
        for (Follower each : room.followers().all()) {
            room.followers().remove(each);
            follow(each.subscriber(), before);
        }
    }

    private void reset(Follower follower) {
        count("reset");
        room.followers().tell(follower.subscriber(), new ServerFrame.Reset(room.id(), delivery.cursor()));
        room.followers().goLive(follower);
    }

    private void count(String outcome) {
        room.lane().context().metrics().count("im.catchups", outcome, 1);
    }

    // ---- Pages

    /** A live follower had no room for what came after {@code rev}: it gets it by pages, as it makes room. */
    void lag(Follower follower, long rev) {
        room.followers().fallBehind(follower, rev);
        awaitTurn(follower);
    }

    private void awaitTurn(Follower follower) {
        follower.subscriber().pages().enter(() -> room.lane().execute(() -> page(follower)));
    }

    private void page(Follower follower) {
        if (follower.state() != Follower.State.BEHIND) {
            follower.subscriber().pages().done();
            return;
        }
        int maxBytes = room.lane().context().limits().pages().bytes();
        List<EncodedEvent> recent = ring.from(follower.rev() + 1, maxBytes);
        if (recent.isEmpty()) {
            read(follower);
        } else {
            give(List.of(follower), recent, follower.rev() + recent.size());
        }
    }

    private void read(Follower follower) {
        Cursor after = new Cursor(delivery.cursor().epoch(), follower.rev());
        List<Follower> others = reads.get(after);
        if (others != null) {
            others.add(follower);
            return;
        }
        reads.put(after, new ArrayList<>(List.of(follower)));
        readPage(after);
    }

    private void readPage(Cursor after) {
        long losses = ring.losses();
        room.readEvents(after, slice -> arrived(after, slice, losses), () -> readPage(after));
    }

    private void arrived(Cursor after, EventSlice slice, long losses) {
        List<Follower> readers = reads.remove(after);
        if (readers == null) return;
        if (!after.epoch().equals(delivery.cursor().epoch())) {
            // Of a life that is over: whoever waited for it has been told.
            for (Follower each : readers) each.subscriber().pages().done();
            return;
        }
        if (slice.gap()) {
            for (Follower each : readers) {
                if (each.state() == Follower.State.BEHIND) reset(each);
                each.subscriber().pages().done();
            }
            return;
        }
        List<EncodedEvent> page = new ArrayList<>();
        long last = after.rev();
        for (Event event : slice.events()) {
            if (event.rev() > delivery.cursor().rev()) break; // The lane delivers it itself.
            page.add(EncodedEvent.of(event, room.lane().context().encoder()));
            last = event.rev();
        }
        if (page.isEmpty()) {
            // A storage that does not show yet what it has answered.
            reads.put(after, readers);
            room.lane().later(Lane.RETRY, () -> readPage(after));
            return;
        }
        ring.precede(page, delivery.cursor().rev(), losses);
        give(readers, page, last);
    }

    /**
     * Gives one page to all who wait for it; whoever was cut off meanwhile gets nothing. It is encoded once, and once more
     * for each set of events that some of the readers may not see.
     */
    private void give(List<Follower> readers, List<EncodedEvent> events, long last) {
        Encoder encoder = room.lane().context().encoder();
        Map<Integer, Batch> pages = new HashMap<>(1);
        for (Follower each : readers) {
            if (each.state() == Follower.State.BEHIND) {
                Horizon horizon = room.horizon(each);
                Batch page = pages.computeIfAbsent(
                        EncodedEvent.hiddenBy(horizon, events),
                        hidden -> hidden == 0
                                ? ring.batch(events)
                                : encoder.batch(EncodedEvent.lines(horizon, events, encoder)));
                page.retain(1);
                if (each.subscriber().outbox().offer(page)) gave(each, last);
                else crowdedOut(each);
            }
            each.subscriber().pages().done();
        }
        pages.values().forEach(page -> page.release(1));
    }

    /** Other rooms have filled its outbox while the page was read: it gets the page again once there is room. */
    private void crowdedOut(Follower follower) {
        follower.subscriber().lagged();
        awaitTurn(follower);
    }

    private void gave(Follower follower, long last) {
        follower.behind(last);
        if (last >= delivery.cursor().rev()) room.followers().goLive(follower);
        else awaitTurn(follower);
    }
}
