package io.imbed.examples.chat;

import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.Result;
import io.imbed.protocol.SettingsPatch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Shows one room: a page of history, and every event after it, each thing once and in order. Events that come while the
 * page is on its way wait for it. Threads: one.
 */
final class RoomPane {
    /** The end of typing may never be told; who goes on for longer is shown again. */
    private static final Duration TYPING_SHOWN = Duration.ofSeconds(10);

    private final String room;
    private final Screen screen;
    private final Clock clock;
    private final BooleanSupplier current;
    private final Predicate<Message> mine;
    private final List<Event> waiting = new ArrayList<>();
    private final Map<String, Instant> typing = new HashMap<>();
    private boolean loading;
    private long shownRev;
    private long lastSeq;

    /**
     * @param current whether the user is in this room now; others are named beside what happens in them
     * @param mine whether a message was typed here, and is on the screen already
     */
    RoomPane(String room, Screen screen, Clock clock, BooleanSupplier current, Predicate<Message> mine) {
        this.room = room;
        this.screen = screen;
        this.clock = clock;
        this.current = current;
        this.mine = mine;
    }

    /** A page of history was asked for. */
    void loading() {
        loading = true;
        shownRev = 0;
        lastSeq = 0;
    }

    /** It has come, or, with null, it has not. */
    void loaded(Result.@Nullable MessagePage page) {
        loading = false;
        if (page != null) {
            page.messages().forEach(message -> screen.message(label(), message));
            shownRev = page.rev();
            lastSeq = Math.max(lastSeq, page.to());
        }
        List<Event> held = List.copyOf(waiting);
        waiting.clear();
        held.forEach(this::event);
    }

    void event(Event event) {
        if (loading) {
            waiting.add(event);
        } else if (event.rev() > shownRev) {
            show(event);
        }
    }

    void typing(String user, boolean on) {
        Instant now = clock.instant();
        if (!on) {
            typing.remove(user);
            return;
        }
        Instant last = typing.put(user, now);
        if (last == null || last.plus(TYPING_SHOWN).isBefore(now)) screen.notice(label(), now, user + " is typing …");
    }

    /** The last message on the screen, 0 for none. */
    long lastSeq() {
        return lastSeq;
    }

    private void show(Event event) {
        EventBody body = event.body();
        if (body instanceof EventBody.Posted posted) {
            lastSeq = posted.seq();
            typing.remove(event.by());
            if (!mine.test(posted.message())) screen.message(label(), posted.message());
        } else if (body instanceof EventBody.Edited edited) {
            String text = Screen.textOf(edited.content()).replace("\n", " ");
            tell(event, event.by() + " changed #" + edited.seq() + ": " + text);
        } else if (body instanceof EventBody.Recalled recalled) {
            tell(event, event.by() + " took back #" + recalled.seq());
        } else if (body instanceof EventBody.Reacted reacted) {
            String what = reacted.on() ? " reacted to #" : " took back a reaction to #";
            tell(event, event.by() + what + reacted.seq() + ": " + reacted.key());
        } else if (body instanceof EventBody.Pinned pinned) {
            tell(event, event.by() + (pinned.on() ? " pinned #" : " unpinned #") + pinned.seq());
        } else if (body instanceof EventBody.Joined joined) {
            boolean invited = !joined.user().equals(event.by());
            tell(event, joined.name() + " joined" + (invited ? ", invited by " + event.by() : ""));
        } else if (body instanceof EventBody.Left left) {
            tell(event, left.user() + " left");
        } else if (body instanceof EventBody.Kicked kicked) {
            tell(event, kicked.user() + " was removed by " + event.by());
        } else if (body instanceof EventBody.RoleChanged changed) {
            tell(event, changed.user() + " is " + Names.of(changed.role()) + " now");
        } else if (body instanceof EventBody.Muted muted) {
            tell(event, muted.user() + " was muted by " + event.by() + because(muted));
        } else if (body instanceof EventBody.Unmuted unmuted) {
            tell(event, unmuted.user() + " may speak again");
        } else if (body instanceof EventBody.Banned banned) {
            tell(event, banned.user() + " was banned by " + event.by() + because(banned));
        } else if (body instanceof EventBody.Unbanned unbanned) {
            tell(event, unbanned.user() + " is not banned any more");
        } else if (body instanceof EventBody.RoomChanged changed) {
            tell(event, whatChanged(event.by(), changed));
        }
    }

    private static String whatChanged(String by, EventBody.RoomChanged changed) {
        SettingsPatch settings = changed.settings();
        Long slowMs = settings.slowMs();
        if (slowMs != null && settings.equals(SettingsPatch.NONE.withSlowMs(slowMs))) {
            if (slowMs == 0) return by + " lets everybody send as often as they like";
            return by + " lets each member send once in " + Names.seconds(slowMs);
        }
        if (!settings.isEmpty()) return by + " changed what can be done in the room";
        return changed.title() == null ? "the room has no title now" : "the room is called " + changed.title() + " now";
    }

    private static String because(EventBody body) {
        String reason = body.reason();
        return reason == null ? "" : ": " + reason;
    }

    private void tell(Event event, String text) {
        screen.notice(label(), event.at(), text);
    }

    private @Nullable String label() {
        return current.getAsBoolean() ? null : room;
    }
}
