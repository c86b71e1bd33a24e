package io.imbed.client;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.Event;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomView;
import io.imbed.protocol.ServerFrame.ErrorReply;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Follows rooms: takes what arrives through each room's {@link EventGate}, fetches what is missing, and tells listeners
 * where it is no longer to be had.
 *
 * <p>A session is sent the events of a room from {@code RoomView.rev + 1} on, and, if hello named the room with a cursor,
 * those between first. Hello names the rooms that were active last; the others are compared with their RoomView, or
 * asked about where the welcome does not list them.
 *
 * <p>Threads: the client's executor, except {@link #cursor} and {@link #cursors}.
 */
final class Follower {
    /** How often in a row a sync may bring nothing before the room is read anew. */
    private static final int MAX_FAILURES = 3;

    private final Loop loop;
    private final Backoff backoff;
    private final Listeners listeners;
    private final Consumer<Event> beforeListeners;
    private final Consumer<String> whenLost; // what was known of a room's numbers holds no more
    private final Map<String, Followed> rooms = new ConcurrentHashMap<>();
    private final Map<String, Cursor> joins = new HashMap<>(); // rooms to be joined, and where to go on
    private final Set<String> attended = new LinkedHashSet<>(); // LIVE rooms: no session's before it joins them
    private @Nullable Exchange exchange;
    private boolean welcomedBefore;
    private boolean more; // the user has rooms that the welcome did not list
    private int page = Request.MAX_PAGE;
    private long touches;

    Follower(
            Loop loop,
            Backoff backoff,
            Listeners listeners,
            Map<String, Cursor> start,
            Consumer<Event> first,
            Consumer<String> whenLost) {
        this.loop = loop;
        this.backoff = backoff;
        this.listeners = listeners;
        this.beforeListeners = first;
        this.whenLost = whenLost;
        start.forEach((room, from) -> {
            Followed followed = new Followed(room, from, true);
            followed.told = from;
            rooms.put(room, followed);
        });
    }

    Optional<Cursor> cursor(String room) {
        return Optional.ofNullable(rooms.get(room)).map(followed -> followed.told);
    }

    Map<String, Cursor> cursors() {
        Map<String, Cursor> all = new HashMap<>();
        rooms.forEach((room, followed) -> {
            Cursor told = followed.told;
            if (told != null) all.put(room, told);
        });
        return all;
    }

    /** Of the rooms that were active last, as many as hello may name. */
    Map<String, Cursor> cursorsForHello() {
        Map<String, Cursor> named = new HashMap<>();
        rooms.values().stream()
                .filter(followed -> !attended.contains(followed.room))
                .sorted(Comparator.comparingLong((Followed followed) -> followed.touched)
                        .reversed())
                .limit(Request.Hello.MAX_ROOMS)
                .forEach(followed -> named.put(followed.room, followed.gate.cursor()));
        return named;
    }

    void connected(Exchange to, Result.Welcome welcome, Map<String, Cursor> named) {
        exchange = to;
        more = welcome.more();
        page = Math.min(Request.MAX_PAGE, welcome.limits().maxPage());
        Set<String> unlisted = new HashSet<>(rooms.keySet());
        for (RoomView view : welcome.rooms()) {
            if (view.membership() == null) continue;
            unlisted.remove(view.id());
            attended.remove(view.id());
            Followed followed = rooms.get(view.id());
            Cursor head = headOf(view.membership());
            if (followed != null && named.containsKey(view.id())) { // what it missed comes by itself
                if (!followed.gate.cursor().epoch().equals(head.epoch())) whenLost.accept(view.id());
                continue;
            }
            if (followed == null) followed = begin(view, head, welcomedBefore);
            boolean ahead = followed.gate.cursor().rev() > head.rev();
            if (ahead || !catchUp(followed, head)) reset(followed, head);
        }
        unlisted.removeAll(attended);
        for (String room : unlisted) {
            Followed followed = rooms.get(room);
            if (followed == null) continue;
            if (!more) {
                gone(room);
            } else if (!named.containsKey(room)) {
                sync(followed);
            }
        }
        welcomedBefore = true;
    }

    void disconnected() {
        exchange = null;
        rooms.values().forEach(Followed::begin);
    }

    void event(Event event) {
        Followed followed = rooms.get(event.room());
        if (followed == null) {
            Cursor since = joins.get(event.room());
            // If the welcome listed all rooms it is one that is gone; else the session begins to follow it here.
            if (since == null && !more) return;
            followed = follow(event.room(), since != null ? since : new Cursor(event.epoch(), event.rev() - 1), false);
        }
        followed.touched = ++touches;
        switch (followed.gate.offer(event)) {
            case DELIVER -> {
                deliver(followed, event);
                deliverWaiting(followed);
            }
            case WAIT -> sync(followed);
            case FOREIGN -> readAnew(followed, false);
            case DROP -> {}
        }
    }

    void reset(String room, Cursor cursor) {
        Followed followed = rooms.get(room);
        if (followed == null) {
            follow(room, cursor, false);
            listeners.tellRoom(room, listener -> listener.onReset(room, cursor));
        } else {
            reset(followed, cursor);
        }
    }

    /** The user is in this room, says a control frame or a reply. */
    void gained(RoomView view) {
        if (view.membership() == null) return;
        Cursor head = headOf(view.membership());
        Followed followed = rooms.get(view.id());
        if (followed == null) followed = begin(view, head, true);
        else show(followed, view);
        if (!catchUp(followed, head)) reset(followed, head);
    }

    /** A room that was followed because of its events is shown once it is known. */
    private void show(Followed followed, RoomView view) {
        if (followed.shown) return;
        followed.shown = true;
        listeners.tellClient(listener -> listener.onGained(view));
    }

    /** Follows a room that was not followed: from where the join that is under way wants to go on, else from its head. */
    private Followed begin(RoomView view, Cursor head, boolean tell) {
        if (tell) listeners.tellClient(listener -> listener.onGained(view));
        Cursor since = joins.get(view.id());
        if (since == null) return follow(view.id(), head, true);
        boolean good = since.epoch().equals(head.epoch()) && since.rev() <= head.rev();
        Followed followed = follow(view.id(), good ? since : head, true);
        if (!good) reset(followed, head);
        return followed;
    }

    /** A join is asked for that is to go on after a cursor, until {@link #joined} or {@link #notJoined}. */
    void joining(String room, Cursor since) {
        joins.put(room, since);
    }

    /** A join was answered; {@code recovered} if the events after the cursor it named are coming. */
    void joined(RoomView view, boolean recovered) {
        Followed followed = rooms.get(view.id());
        boolean member = view.membership() != null && view.membership().role() == Role.MEMBER;
        if (view.kind() == RoomKind.LIVE && member) attended.add(view.id());
        if (!recovered) {
            boolean lost = joins.remove(view.id()) != null && followed == null;
            gained(view);
            if (lost && view.membership() != null) reset(view.id(), headOf(view.membership()));
            return;
        }
        if (followed != null) show(followed, view);
        else if (view.membership() != null) begin(view, headOf(view.membership()), true);
        joins.remove(view.id());
    }

    /** LIVE rooms that were joined and are still followed, and where each is to go on. */
    Map<String, Cursor> attended() {
        Map<String, Cursor> all = new LinkedHashMap<>();
        for (String room : attended) {
            Followed followed = rooms.get(room);
            if (followed != null) all.put(room, followed.gate.cursor());
        }
        return all;
    }

    /** One of them was joined again; {@code recovered} if what was missed is coming. */
    void joinedAgain(RoomView view, boolean recovered) {
        Followed followed = rooms.get(view.id());
        if (view.membership() == null) gone(view.id());
        else if (followed != null && !recovered) reset(followed, headOf(view.membership()));
    }

    void notJoined(String room) {
        joins.remove(room);
    }

    void gone(String room) {
        // Of a room that is not followed nothing was ever told, unless it is one of those that no welcome listed.
        whenLost.accept(room);
        attended.remove(room);
        if (rooms.remove(room) != null || more) listeners.tellRoom(room, listener -> listener.onGone(room));
    }

    /** What the application asks for is active. */
    void touch(String room) {
        Followed followed = rooms.get(room);
        if (followed != null) followed.touched = ++touches;
    }

    private Followed follow(String room, Cursor from, boolean shown) {
        Followed followed = new Followed(room, from, shown);
        followed.touched = ++touches;
        rooms.put(room, followed);
        listeners.tellRoom(room, listener -> listener.onFollow(room, from));
        followed.told = from;
        return followed;
    }

    /** Fetches what lies between the cursor and the room's head; false if the cursor is of another epoch. */
    private boolean catchUp(Followed followed, Cursor head) {
        if (!followed.gate.cursor().epoch().equals(head.epoch())) return false;
        followed.gate.expect(head.rev());
        if (followed.gate.behind()) sync(followed);
        return true;
    }

    private void deliver(Followed followed, Event event) {
        beforeListeners.accept(event);
        listeners.event(event);
        followed.told = event.cursor();
    }

    private void deliverWaiting(Followed followed) {
        for (Event next = followed.gate.next(); next != null; next = followed.gate.next()) deliver(followed, next);
    }

    private void reset(Followed followed, Cursor to) {
        followed.begin();
        if (!followed.gate.cursor().epoch().equals(to.epoch())) whenLost.accept(followed.room);
        followed.gate.reset(to);
        listeners.tellRoom(followed.room, listener -> listener.onReset(followed.room, to));
        followed.told = to;
        deliverWaiting(followed);
        if (followed.gate.behind()) sync(followed);
    }

    private void sync(Followed followed) {
        if (exchange == null || followed.fetching) return;
        Cursor from = followed.gate.cursor();
        fetch(
                followed,
                id -> new Request.Sync(id, followed.room, from, page),
                Result.EventPage.class,
                events -> filled(followed, from, events));
    }

    private void filled(Followed followed, Cursor from, Result.EventPage page) {
        int life = followed.life;
        page.events().forEach(event -> {
            if (followed.life == life) event(event);
        });
        if (followed.life != life) return;
        if (!page.more() && !followed.gate.behind()) {
            followed.succeeded();
        } else if (followed.gate.cursor().rev() > from.rev()) {
            followed.succeeded();
            sync(followed);
        } else {
            followed.failures++;
            again(followed, Duration.ZERO);
        }
    }

    /**
     * Asks where the room is now.
     *
     * @param lost whether events after the cursor cannot be had; if not, they can unless the epoch is another
     */
    private void readAnew(Followed followed, boolean lost) {
        if (exchange == null) return;
        if (followed.fetching) {
            followed.readWanted = true;
            return;
        }
        followed.readWanted = false;
        fetch(followed, id -> new Request.RoomGet(id, followed.room), Result.OneRoom.class, one -> {
            RoomView.Membership mine = one.room().membership();
            if (mine == null) {
                gone(followed.room);
            } else if (lost || !catchUp(followed, headOf(mine))) {
                reset(followed, headOf(mine));
            }
        });
    }

    private <R extends Result> void fetch(
            Followed followed, LongFunction<Request> request, Class<R> type, Consumer<R> then) {
        Exchange on = exchange;
        if (on == null) return;
        followed.fetching = true;
        int life = followed.life;
        on.ask(request, type, new Answer<R>() {
            @Override
            public void done(R result) {
                if (followed.outdated(life, rooms)) return;
                followed.fetching = false;
                then.accept(result);
                if (followed.readWanted && !followed.fetching) readAnew(followed, false);
            }

            @Override
            public void refused(ErrorReply error) {
                if (followed.outdated(life, rooms)) return;
                followed.fetching = false;
                if (error.code() == ErrorCode.NOT_FOUND || error.code() == ErrorCode.FORBIDDEN) {
                    gone(followed.room);
                } else if (error.code() == ErrorCode.GAP) {
                    readAnew(followed, true);
                } else {
                    // "Not now" says nothing about what can be had: however long it takes, the events are still there.
                    if (!error.code().retryable()) followed.failures++;
                    again(followed, Requests.retryAfter(error));
                }
            }
        });
    }

    /** Later once more; and when that does not help either, past what cannot be had. */
    private void again(Followed followed, Duration atLeast) {
        int life = followed.life;
        followed.fetching = true;
        followed.pauses++;
        loop.after(backoff.after(followed.pauses, atLeast), () -> {
            if (followed.outdated(life, rooms)) return;
            followed.fetching = false;
            if (followed.failures > MAX_FAILURES) {
                readAnew(followed, true);
            } else {
                sync(followed);
            }
        });
    }

    private static Cursor headOf(RoomView.Membership mine) {
        return new Cursor(mine.epoch(), mine.rev());
    }
}
