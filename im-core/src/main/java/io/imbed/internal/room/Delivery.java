package io.imbed.internal.room;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomSettings.History;
import io.imbed.protocol.ServerFrame;
import io.imbed.spi.Change;
import io.imbed.spi.EventSlice;
import io.imbed.spi.RoomState;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Delivers a room strictly by rev. What comes early waits; what is missing (another node committed between) is read from
 * the log. A run of events leaves as one batch, cut where somebody's membership begins or ends.
 *
 * <p>Threads: the room's lane.
 */
final class Delivery {
    private final LiveRoom room;
    private final EventRing ring;
    private final CatchUp catchUp;
    private final List<Runnable> bells = new ArrayList<>(0);
    private final TreeMap<Long, Event> early = new TreeMap<>();
    private @Nullable Cursor cursor;
    private History history = History.JOINED; // as the room had it at the cursor: a batch may change it on its way
    private boolean begunUnknown; // and the history was a guess
    private long head;
    private boolean filling;

    Delivery(LiveRoom room) {
        this.room = room;
        this.ring = new EventRing(room.lane().context().budget(), room.lane().lastPage());
        this.catchUp = new CatchUp(room, this, ring);
    }

    CatchUp catchUp() {
        return catchUp;
    }

    /** The last event delivered on this node. The room must be loaded. */
    Cursor cursor() {
        if (cursor == null) throw new IllegalStateException("room not loaded");
        return cursor;
    }

    boolean hasBegun() {
        return cursor != null;
    }

    /** Whether it has begun in this life of the room. */
    boolean isIn(String epoch) {
        return cursor != null && cursor.epoch().equals(epoch);
    }

    /** Delivery begins after this event, unless it has begun in this epoch. */
    void begin(Cursor at) {
        if (isIn(at.epoch())) return;
        Cursor before = cursor;
        cursor = at;
        history = room.history();
        begunUnknown = room.model().state() == null;
        head = at.rev();
        early.clear();
        ring.clear();
        if (before != null) catchUp.seatAnew(before);
    }

    /** The log was seen to reach this far; {@link #flush} reads what is missing up to there, whoever wrote it. */
    void reach(Cursor seen) {
        begin(seen);
        head = Math.max(head, seen.rev());
        if (!begunUnknown || room.model().state() == null) return;
        begunUnknown = false;
        history = room.history();
    }

    /** There is nothing to deliver any more, unless the room begins another life. Those who follow for the host look. */
    void end() {
        early.clear();
        ring.clear();
        if (cursor != null) head = cursor.rev();
        List.copyOf(bells).forEach(Runnable::run);
    }

    boolean isIdle() {
        return bells.isEmpty() && early.isEmpty() && !filling && catchUp.isIdle();
    }

    /** Whoever is behind reads the log instead. */
    void dropCaches() {
        ring.clear();
    }

    /** The log has dropped what is before these: whoever is behind there meets a gap, also where it would have come from here. */
    void trim(Change.Trim trim) {
        ring.trim(trim.firstSeq(), trim.firstRev());
    }

    /** Calls {@code bell} on the lane after each delivery, until it is removed. */
    void addBell(Runnable bell) {
        bells.add(bell);
    }

    void removeBell(Runnable bell) {
        bells.remove(bell);
    }

    /** Takes an event that was committed; {@link #flush} delivers. */
    void offer(Event event) {
        if (event.epoch().equals(cursor().epoch()) && event.rev() > cursor().rev()) early.put(event.rev(), event);
    }

    /** Delivers everything that is next. Nothing if the room was never loaded. */
    void flush() {
        if (cursor == null) return;
        List<Event> run = new ArrayList<>(early.size());
        long next = cursor().rev() + 1;
        while (!early.isEmpty() && early.firstKey() == next) {
            run.add(early.pollFirstEntry().getValue());
            next++;
        }
        if (!run.isEmpty()) deliver(run);
        if (!early.isEmpty() || cursor().rev() < head) fill();
    }

    private void fill() {
        if (filling) return;
        filling = true;
        Cursor from = cursor();
        room.readEvents(from, slice -> filled(from, slice), this::fillAgain);
    }

    private void fillAgain() {
        filling = false;
        flush();
    }

    private void filled(Cursor from, EventSlice slice) {
        if (slice.gap() && from.equals(cursor)) {
            // They are gone from the log: an explicit reset, never a silent hole.
            cursor = new Cursor(from.epoch(), early.isEmpty() ? head : early.firstKey() - 1);
            history = room.history();
            ring.clear();
            room.others().outdated(); // One that is gone may have ended a membership.
            catchUp.resetAll();
        } else {
            List<Event> settled =
                    slice.events().stream().filter(this::isSettled).toList();
            room.others().stored(settled);
            settled.forEach(this::offer);
            if (from.equals(cursor) && !isNext()) {
                if (room.commands().areInFlight()) {
                    filling = false; // An append that is still out: tried again when it is settled.
                    return;
                }
                // A storage that has answered an append and does not show it yet.
                room.lane().later(Lane.RETRY, this::fillAgain);
                return;
            }
        }
        fillAgain();
    }

    /** What an append has stored but not answered yet comes with its answer, when the members that it made are known. */
    private boolean isSettled(Event event) {
        RoomState state = room.model().state();
        return !room.commands().areInFlight() || state == null || event.rev() <= state.rev();
    }

    private boolean isNext() {
        return !early.isEmpty() && early.firstKey() == cursor().rev() + 1;
    }

    private void deliver(List<Event> run) {
        List<byte[]> lines = new ArrayList<>(run.size());
        int bytes = 0;
        long before = cursor().rev();
        for (Event event : run) {
            EncodedEvent encoded = EncodedEvent.of(event, room.lane().context().encoder());
            byte[] line = encoded.line();
            if (bytes + line.length > room.lane().context().limits().pages().bytes()) {
                before = cut(lines, before);
                bytes = 0;
            }
            cursor = event.cursor();
            follow(event.body());
            forgetRewritten(event.body());
            ring.add(encoded);
            if (isOfThePast(event.body())) {
                before = cut(lines, before);
                bytes = 0;
                room.followers().deliverVeiled(encoded, before, this::horizon);
                before = event.rev();
                continue;
            }
            lines.add(line);
            bytes += line.length + 1;
            if (changesMembers(event.body())) {
                before = cut(lines, before);
                bytes = 0;
                seat(event.body());
            }
        }
        cut(lines, before);
        List.copyOf(bells).forEach(Runnable::run);
    }

    /** Sends the lines of the events after {@code before}; returns the rev that the next ones come after. */
    private long cut(List<byte[]> lines, long before) {
        long last = before + lines.size();
        if (!lines.isEmpty()) room.followers().deliver(List.copyOf(lines), before);
        lines.clear();
        return last;
    }

    private void follow(EventBody body) {
        if (!(body instanceof EventBody.RoomChanged changed)) return;
        History changedTo = changed.settings().history();
        if (changedTo != null) history = changedTo;
    }

    /** How far back the follower might see when the event at the cursor was. */
    private Horizon horizon(Follower follower) {
        return Horizon.of(history, follower.joinedSeq());
    }

    /** Whether it is about a message that some of those who follow may not see. */
    private boolean isOfThePast(EventBody body) {
        return body.seq() > 0
                && !(body instanceof EventBody.Posted)
                && room.followers().anyLive(each -> horizon(each).hides(body.seq()));
    }

    private void forgetRewritten(EventBody body) {
        if (body instanceof EventBody.Edited || body instanceof EventBody.Recalled) ring.forget(body.seq());
    }

    /** In a LIVE room whoever gets another role than that of an attendee becomes a member by it. */
    private boolean changesMembers(EventBody body) {
        return beginsMembership(body) || endsMembership(body);
    }

    private boolean beginsMembership(EventBody body) {
        if (body instanceof EventBody.Joined) return true;
        return body instanceof EventBody.RoleChanged changed && changed.role() != Role.MEMBER && room.isLive();
    }

    static boolean endsMembership(EventBody body) {
        return body instanceof EventBody.Left || body instanceof EventBody.Kicked || body instanceof EventBody.Banned;
    }

    /** Whoever joined follows from here on; whoever was cut off gets nothing more. */
    private void seat(EventBody body) {
        String user = body.user();
        if (user == null) return;
        if (beginsMembership(body)) {
            for (Subscriber each : room.lane().context().online().apply(user)) catchUp.admit(each);
        } else {
            for (Follower each : room.followers().of(user)) {
                room.followers().remove(each);
                room.followers().tell(each.subscriber(), new ServerFrame.RoomGone(room.id()));
            }
            catchUp.cut(user);
            room.typists().gone(user);
        }
    }
}
