package io.imbed.examples.chat;

import io.imbed.Draft;
import io.imbed.client.ImClient;
import io.imbed.client.PendingSend;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.Message;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Result;
import io.imbed.protocol.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What was typed here, until the server has it or has refused it.
 *
 * <p>A server that was started anew refuses what waits for a room, since it has forgotten who was in it. So a room's
 * lines are handed to the client one at a time, and the one that is refused while the room is
 * {@linkplain #carry joined anew} stays the first: handed on sooner, those behind it would overtake it.
 *
 * <p>Threads: the client's executor.
 */
final class Outgoing {
    private static final int SHOWN_OF_UNSENT = 60;
    /** Less is nothing that a person has to be told. */
    private static final Duration WORTH_TELLING = Duration.ofSeconds(2);

    /** A line. */
    private static final class Typed {
        final String room;
        final String cid;
        final String text;
        final CompletableFuture<Void> settled = new CompletableFuture<>();
        boolean handed;
        boolean carried; // may be refused once, by a server that does not know its room any more
        String delayed = ""; // why the server does not take it before
        Instant notBefore = Instant.MIN;

        Typed(String room, String cid, String text) {
            this.room = room;
            this.cid = cid;
            this.text = text;
        }
    }

    private final ImClient client;
    private final Screen screen;
    private final Clock clock;
    private final Map<String, Deque<Typed>> pending = new HashMap<>(); // of each room in order; the first may be handed
    private final Set<String> typedHere = new HashSet<>();
    private final Set<String> joining = new HashSet<>();
    private boolean failed;

    Outgoing(ImClient client, Screen screen, Clock clock) {
        this.client = client;
        this.screen = screen;
        this.clock = clock;
    }

    /** Sends a line; the stage completes when it is settled either way. */
    CompletionStage<Void> send(String room, String text) {
        Typed typed = new Typed(room, client.newCid(), text);
        typedHere.add(typed.cid);
        pending.computeIfAbsent(room, id -> new ArrayDeque<>()).add(typed);
        handNext(room);
        return typed.settled;
    }

    /** The room is about to be joined anew; what waits for it goes on when that is {@linkplain #joined done}. */
    void carry(String room) {
        joining.add(room);
        Typed first = first(room);
        if (first != null && first.handed) first.carried = true;
    }

    /** A room was joined, or could not be. */
    void joined(String room) {
        joining.remove(room);
        handNext(room);
    }

    /** The server does not take a line yet; the client sends it again by itself. */
    void delayed(PendingSend send, UnavailableException why) {
        Typed typed = first(send.room());
        if (typed == null || !typed.cid.equals(send.cid())) return;
        typed.delayed = Failures.sentence(why);
        typed.notBefore = clock.instant().plus(why.retryAfter());
        if (why.retryAfter().compareTo(WORTH_TELLING) < 0) return;
        screen.notice("not sent yet, " + typed.delayed + "; again in " + wholeSeconds(why.retryAfter()) + ": "
                + shortened(typed.text));
    }

    /** Whether the server takes nothing of what waits for so long. */
    boolean isDelayedBy(Duration time) {
        Instant end = clock.instant().plus(time);
        return !pending.isEmpty()
                && pending.values().stream()
                        .allMatch(waiting -> waiting.element().notBefore.isAfter(end));
    }

    /** Why lines wait: what the server said of one whose time has not come, or else that it says nothing. */
    String reason() {
        Instant now = clock.instant();
        return pending.values().stream()
                .map(Deque::element)
                .filter(typed -> typed.notBefore.isAfter(now))
                .map(typed -> typed.delayed + ", " + wholeSeconds(Duration.between(now, typed.notBefore)) + " more")
                .findFirst()
                .orElse("no answer");
    }

    private static String wholeSeconds(Duration time) {
        return (time.toMillis() + 999) / 1_000 + " s";
    }

    /** Whether this message, of our own user's, was typed here. True once. */
    boolean claim(Message message) {
        return typedHere.remove(message.cid());
    }

    /** How many are not settled. */
    int waiting() {
        return pending.values().stream().mapToInt(Deque::size).sum();
    }

    boolean anyFailed() {
        return failed;
    }

    private @Nullable Typed first(String room) {
        Deque<Typed> waiting = pending.get(room);
        return waiting == null ? null : waiting.peek();
    }

    private void handNext(String room) {
        Typed typed = first(room);
        if (typed == null || typed.handed || joining.contains(room)) return;
        typed.handed = true;
        client.room(room).send(typed.cid, Draft.text(typed.text)).whenComplete((sent, failure) -> {
            typed.handed = false;
            if (failure == null) {
                sent(typed, sent);
            } else if (typed.carried && isNotAMember(Failures.cause(failure))) {
                typed.carried = false;
            } else {
                refused(typed, failure);
            }
            handNext(room);
        });
    }

    private void sent(Typed typed, Result.Sent sent) {
        String changed = sent.content() == null ? "" : ", as: " + Screen.textOf(sent.content());
        screen.notice("sent #" + sent.seq() + changed);
        settle(typed);
    }

    private void refused(Typed typed, Throwable why) {
        failed = true;
        typedHere.remove(typed.cid);
        screen.notice("not sent, " + Failures.sentence(why) + ": " + shortened(typed.text));
        settle(typed);
    }

    private void settle(Typed typed) {
        pending.computeIfPresent(typed.room, (room, waiting) -> {
            waiting.remove(typed);
            return waiting.isEmpty() ? null : waiting;
        });
        typed.settled.complete(null);
    }

    private static boolean isNotAMember(Throwable why) {
        return why instanceof RefusedException refusal
                && (refusal.code() == ErrorCode.FORBIDDEN || refusal.code() == ErrorCode.NOT_FOUND);
    }

    private static String shortened(String text) {
        if (text.codePointCount(0, text.length()) <= SHOWN_OF_UNSENT) return text;
        return text.substring(0, text.offsetByCodePoints(0, SHOWN_OF_UNSENT)) + "…";
    }
}
