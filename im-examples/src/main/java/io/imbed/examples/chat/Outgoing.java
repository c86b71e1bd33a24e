package io.imbed.examples.chat;

import io.imbed.Draft;
import io.imbed.client.ImClient;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.Message;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Result;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What was typed here, until the server has it or has refused it.
 *
 * <p>A server that was started anew refuses what waits for a room, since it has forgotten who was in it. Such lines are
 * {@linkplain #carry carried} over: sent again, in their order and before newer ones, once the room is joined again.
 *
 * <p>Threads: the client's executor.
 */
final class Outgoing {
    private static final int SHOWN_OF_UNSENT = 60;

    /** A line; compared by identity. */
    private static final class Typed {
        final String room;
        final String cid;
        final String text;
        final CompletableFuture<Void> settled = new CompletableFuture<>();

        Typed(String room, String cid, String text) {
            this.room = room;
            this.cid = cid;
            this.text = text;
        }
    }

    private final ImClient client;
    private final Screen screen;
    private final Set<Typed> pending = new LinkedHashSet<>();
    private final Set<String> typedHere = new HashSet<>();
    private @Nullable String carriedRoom;
    private final Set<Typed> carried = new HashSet<>(); // not refused yet
    private final List<Typed> refusedOnce = new ArrayList<>();
    private final List<Typed> newer = new ArrayList<>();
    private boolean joined;
    private boolean failed;

    Outgoing(ImClient client, Screen screen) {
        this.client = client;
        this.screen = screen;
    }

    /** Sends a line; the stage completes when it is settled either way. */
    CompletionStage<Void> send(String room, String text) {
        Typed typed = new Typed(room, client.newCid(), text);
        typedHere.add(typed.cid);
        pending.add(typed);
        if (room.equals(carriedRoom)) {
            newer.add(typed);
        } else {
            hand(typed);
        }
        return typed.settled;
    }

    /** The room is about to be joined anew: what waits for it is to be sent again when that is {@linkplain #joined done}. */
    void carry(String room) {
        carriedRoom = room;
        joined = false;
        pending.stream()
                .filter(typed -> typed.room.equals(room) && !refusedOnce.contains(typed) && !newer.contains(typed))
                .forEach(carried::add);
    }

    /** A room was joined, or could not be. */
    void joined(String room) {
        if (room.equals(carriedRoom)) joined = true;
        handCarried();
    }

    /** Whether this message, of our own user's, was typed here. True once. */
    boolean claim(Message message) {
        return typedHere.remove(message.cid());
    }

    /** How many are not settled. */
    int waiting() {
        return pending.size();
    }

    boolean anyFailed() {
        return failed;
    }

    private void hand(Typed typed) {
        client.room(typed.room).send(typed.cid, Draft.text(typed.text)).whenComplete((sent, failure) -> {
            boolean wasCarried = carried.remove(typed);
            if (failure == null) {
                sent(typed, sent);
            } else if (wasCarried && isNotAMember(Failures.cause(failure))) {
                refusedOnce.add(typed);
            } else {
                refused(typed, failure);
            }
            handCarried();
        });
    }

    private void handCarried() {
        if (carriedRoom == null || !joined || !carried.isEmpty()) return;
        carriedRoom = null;
        List<Typed> inOrder = new ArrayList<>(refusedOnce);
        inOrder.addAll(newer);
        refusedOnce.clear();
        newer.clear();
        inOrder.forEach(this::hand);
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
        pending.remove(typed);
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
