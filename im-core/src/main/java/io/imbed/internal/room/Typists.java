package io.imbed.internal.room;

import io.imbed.Limits;
import io.imbed.protocol.ServerFrame;
import io.imbed.spi.RoomState;
import io.imbed.spi.Scheduler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is typing in a room. It shows for as long as it is renewed; a message of the user ends it without a word, since
 * those who look on forget it then by themselves. However often a client says so, others hear it at most once in a pause.
 *
 * <p>In rooms too large for signals nobody is kept here, so that there are never more than those signals go to. One timer
 * for each.
 *
 * <p>Threads: the room's lane.
 */
final class Typists {
    private final LiveRoom room;
    private final Map<String, Typist> typing = new HashMap<>(0);

    private static final class Typist {
        final String user;
        Subscriber by; // the session that said so last
        boolean wanted; // typing, as far as its client has said
        boolean shown; // and told to others
        long shownNanos; // when it was last told
        long endsNanos; // when it is over unless renewed
        Scheduler.@Nullable Timer timer;

        Typist(String user, Subscriber by) {
            this.user = user;
            this.by = by;
        }
    }

    Typists(LiveRoom room) {
        this.room = room;
    }

    private Limits.Presence limits() {
        return room.lane().context().limits().presence();
    }

    private Scheduler scheduler() {
        return room.lane().context().env().scheduler();
    }

    /** A member types, or has stopped. */
    void say(Subscriber by, boolean on) {
        if (on) on(by);
        else off(by.user());
    }

    private void on(Subscriber by) {
        RoomState state = room.model().state();
        if (state == null || !state.row().settings().typing() || !room.isSmallEnoughForSignals(state)) return;
        long now = scheduler().nanoTime();
        Typist typist = typing.get(by.user());
        boolean isNew = typist == null;
        if (typist == null) {
            typist = new Typist(by.user(), by);
            typing.put(by.user(), typist);
        }
        typist.by = by;
        typist.wanted = true;
        typist.endsNanos = now + limits().typing().toNanos();
        if (isNew || now - typist.shownNanos >= pauseNanos()) show(typist, now);
        await(typist, now);
    }

    private long pauseNanos() {
        return limits().typingPause().toNanos();
    }

    private void show(Typist typist, long now) {
        typist.shown = true;
        typist.shownNanos = now;
        tell(typist, true);
    }

    private void off(String user) {
        Typist typist = typing.get(user);
        if (typist == null) return;
        typist.wanted = false;
        hide(typist);
        await(typist, scheduler().nanoTime()); // Kept for the pause: saying on and off in turn is told no more often.
    }

    private void hide(Typist typist) {
        if (typist.shown) tell(typist, false);
        typist.shown = false;
    }

    /** To all who follow: an end also in a room that has become too large, for those who saw the beginning. */
    private void tell(Typist typist, boolean on) {
        ServerFrame.TypingSignal signal = new ServerFrame.TypingSignal(room.id(), typist.user, on);
        room.followers().signal(signal, each -> each != typist.by);
    }

    /** Comes back when there is something to do: to show, to end or to forget it. */
    private void await(Typist typist, long now) {
        if (typist.timer != null) typist.timer.cancel();
        long due = typist.wanted && typist.shown ? typist.endsNanos : typist.shownNanos + pauseNanos();
        typist.timer = scheduler()
                .schedule(
                        Duration.ofNanos(Math.max(0, due - now)),
                        () -> room.lane().execute(() -> due(typist)));
    }

    private void due(Typist typist) {
        if (typing.get(typist.user) != typist) return;
        long now = scheduler().nanoTime();
        if (!typist.wanted) {
            if (now - typist.shownNanos >= pauseNanos()) forget(typist);
        } else if (now - typist.endsNanos >= 0) {
            hide(typist);
            forget(typist);
        } else if (!typist.shown && now - typist.shownNanos >= pauseNanos()) {
            show(typist, now);
            await(typist, now);
        } // else it was renewed as the timer ran out, and has another
    }

    private void forget(Typist typist) {
        if (typist.timer != null) typist.timer.cancel();
        typing.remove(typist.user);
    }

    /** A message of the user is in the log. */
    void posted(String user) {
        Typist typist = typing.get(user);
        if (typist != null) forget(typist);
    }

    /** The user is no member any more. */
    void gone(String user) {
        Typist typist = typing.get(user);
        if (typist == null) return;
        hide(typist);
        forget(typist);
    }

    /** A session has ended, or follows the room no more. */
    void ended(Subscriber session) {
        Typist typist = typing.get(session.user());
        if (typist != null && typist.by == session) gone(session.user());
    }

    /** Nobody looks on; the room is let go of. */
    void clear() {
        for (Typist each : typing.values()) {
            if (each.timer != null) each.timer.cancel();
        }
        typing.clear();
    }
}
