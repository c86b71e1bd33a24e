package io.imbed.client;

import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Ids;
import io.imbed.protocol.PresenceView;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.ServerFrame.ErrorReply;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whom the user watches, and whether it is away itself. A server forgets both with the session, so they are said again on
 * each new connection. One request at a time, the latest wish last: two on their way at once might be taken in either order.
 *
 * <p>Threads: the client's executor.
 */
final class PresenceWatch {
    private static final Logger log = LoggerFactory.getLogger(ImClient.class);

    /** Between two questions because of what has happened in rooms: a hundred who join at once are one. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    private final Loop loop;
    private final Backoff backoff;
    private final Listeners listeners;
    private final Map<String, PresenceView> known = new HashMap<>(); // of those watched, as listeners were told last
    private List<String> users = List.of();
    private boolean away;
    private boolean watchDue; // to be said
    private boolean awayDue;
    private boolean busy; // said and not answered, or in a pause
    private boolean regarded; // asked within the last pause, because it may have changed whom one sees
    private boolean outdated; // and that may have changed again since
    private int failures;
    private int life; // rises with every connection
    private @Nullable Exchange exchange;

    PresenceWatch(Loop loop, Backoff backoff, Listeners listeners) {
        this.loop = loop;
        this.backoff = backoff;
        this.listeners = listeners;
    }

    /** Each once; throws where it is called what the server would refuse. */
    static List<String> checked(List<String> users) {
        List<String> each = users.stream().distinct().toList();
        int max = Request.Presence.MAX_USERS;
        if (each.size() > max) throw new IllegalArgumentException(each.size() + " users, must be at most " + max);
        each.forEach(user -> Ids.requireId("user", user));
        return each;
    }

    void connected(Exchange to) {
        exchange = to;
        watchDue = !users.isEmpty();
        awayDue = away; // a session begins active
        say();
    }

    void disconnected() {
        exchange = null;
        life++;
        busy = false;
        regarded = false;
        outdated = false;
        failures = 0;
    }

    /** @param others each once */
    void watch(List<String> others) {
        users = others;
        known.keySet().retainAll(others);
        watchDue = true;
        say();
    }

    void away(boolean on) {
        if (away == on) return;
        away = on;
        awayDue = true;
        say();
    }

    /**
     * The user has gained or lost a room. With whom it shares one has changed, and so whom it sees; no signal says so before
     * these come or go themselves.
     */
    void roomsChanged() {
        if (users.isEmpty()) return;
        if (regarded) {
            outdated = true;
            return;
        }
        regarded = true;
        int asOf = life;
        loop.after(PAUSE, () -> {
            if (life != asOf) return;
            regarded = false;
            if (!outdated) return;
            outdated = false;
            roomsChanged();
        });
        watchDue = true;
        say();
    }

    /** As {@link #roomsChanged}: somebody who is watched has come or gone, or the room shows presence now, or no more. */
    void seen(Event event) {
        EventBody body = event.body();
        String user = body.user();
        boolean shows = body instanceof EventBody.RoomChanged changed
                && changed.settings().presence() != null;
        if (shows || (user != null && users.contains(user))) roomsChanged();
    }

    void changed(PresenceView view) {
        if (!users.contains(view.user()) || view.equals(known.put(view.user(), view))) return;
        listeners.tellClient(listener -> listener.onPresence(view));
    }

    private void say() {
        if (exchange == null || busy || !(watchDue || awayDue)) return;
        busy = true;
        boolean watch = watchDue;
        List<String> whom = watch ? users : List.of();
        Boolean absent = awayDue ? away : null;
        watchDue = false;
        awayDue = false;
        int asOf = life;
        exchange.ask(id -> new Request.Presence(id, whom, watch, absent), Result.Presence.class, new Answer<>() {
            @Override
            public void done(Result.Presence answer) {
                failures = 0;
                answer.presence().forEach(PresenceWatch.this::changed);
                busy = false;
                say();
            }

            @Override
            public void refused(ErrorReply error) {
                if (!Requests.mayRetry(error)) {
                    log.warn("server does not take what is asked of presence: {}", error.code());
                    busy = false;
                    say(); // what was wished since
                    return;
                }
                watchDue |= watch;
                awayDue |= absent != null;
                loop.after(backoff.after(++failures, Requests.retryAfter(error)), () -> {
                    if (life != asOf) return;
                    busy = false;
                    say();
                });
            }
        });
    }
}
