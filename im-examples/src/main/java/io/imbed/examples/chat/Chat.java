package io.imbed.examples.chat;

import io.imbed.client.ClientListener;
import io.imbed.client.ConnectionStatus;
import io.imbed.client.ImClient;
import io.imbed.client.PendingSend;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.Message;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.Result;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomView;
import io.imbed.protocol.ServerFrame.MembersSignal;
import io.imbed.protocol.ServerFrame.TypingSignal;
import io.imbed.protocol.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A user's chat on the screen: the connection, the rooms, and which of them one is in.
 *
 * <p>Threads: everything runs on the client's executor, one task at a time, listeners and typed lines alike; only
 * {@link #start} and the futures are for others.
 */
final class Chat implements ClientListener {
    private static final int FIRST_PAGE = 20;
    /** At the end of the input: so long may pass in which not one message is answered. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final ImClient client;
    private final Executor executor;
    private final Screen screen;
    private final Clock clock;
    private final String firstRoom;
    private final Outgoing outgoing;
    private final ConnectionNotices notices = new ConnectionNotices();
    private final Map<String, RoomPane> panes = new HashMap<>();
    private final Set<String> entering = new HashSet<>();
    private final Set<String> live = new HashSet<>(); // rooms that the client joins again by itself
    private final CompletableFuture<Void> entered = new CompletableFuture<>();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private @Nullable String user;
    private @Nullable String current;
    private int loading;
    private boolean finishing;

    /** @param executor the client's, one task at a time */
    Chat(ImClient client, Executor executor, Screen screen, Clock clock, String firstRoom) {
        this.client = client;
        this.executor = executor;
        this.screen = screen;
        this.clock = clock;
        this.firstRoom = firstRoom;
        this.outgoing = new Outgoing(client, screen, clock);
    }

    /** Connects and enters the first room. Called once, on the executor. */
    void start() {
        client.listen(this);
        client.connect().exceptionally(failure -> null); // onStatus tells
        enterFirst();
    }

    /** Completes when one is in the first room: from then on lines may be typed. */
    CompletionStage<Void> entered() {
        return entered;
    }

    /** Completes with the exit code: 0 if all that was typed was sent. */
    CompletableFuture<Integer> ended() {
        return ended;
    }

    // ---- Rooms

    private void enterFirst() {
        enter(firstRoom).whenComplete((view, failure) -> {
            if (failure == null) {
                entered.complete(null);
            } else if (Failures.cause(failure) instanceof RefusedException) {
                ended.complete(1);
            } else if (!ended.isDone()) {
                enterFirst(); // no connection in all that time; the notices say so
            }
        });
    }

    /** Joins a room and shows its newest messages; lines typed from now on go there. */
    CompletionStage<RoomView> enter(String room) {
        String before = current;
        current = room;
        entering.add(room);
        pane(room).loading();
        return client.room(room).join().whenComplete((view, failure) -> {
            entering.remove(room);
            if (failure == null) {
                screen.notice("you are in " + Names.of(view));
                if (view.kind() == RoomKind.LIVE) live.add(room);
                load(room);
            } else {
                pane(room).loaded(null);
                if (room.equals(current)) current = Objects.equals(before, room) ? null : before;
                failed("cannot join " + room, failure);
            }
            outgoing.joined(room);
        });
    }

    /** Makes a channel and enters it. */
    CompletionStage<RoomView> create(String room) {
        entering.add(room);
        return client.createChannel(room, null)
                .whenComplete((view, failure) -> {
                    entering.remove(room);
                    if (failure != null) failed("cannot create " + room, failure);
                })
                .thenCompose(view -> enter(room));
    }

    CompletionStage<Void> leave(String room) {
        if (room.equals(current)) current = null;
        return client.room(room).leave().whenComplete((done, failure) -> {
            if (failure != null) failed("cannot leave " + room, failure);
        });
    }

    /** The room that lines go to, if one is in any. */
    @Nullable String current() {
        return current;
    }

    void send(String room, String text) {
        outgoing.send(room, text).whenComplete((settled, failure) -> endIfDone());
    }

    private void load(String room) {
        RoomPane pane = pane(room);
        pane.loading();
        loading++;
        client.room(room).history(Anchor.LATEST, FIRST_PAGE).whenComplete((page, failure) -> {
            pane.loaded(failure == null ? page : null);
            if (failure != null) failed("cannot read " + room, failure);
            markRead(room);
            loading--;
            endIfDone();
        });
    }

    private void failed(String what, Throwable failure) {
        // Before one is in the first room, that it takes its time is what the notices of the connection say.
        boolean known = !entered.isDone() && Failures.cause(failure) instanceof UnavailableException;
        if (!known && !ended.isDone()) screen.notice(what + ": " + Failures.sentence(failure));
    }

    private RoomPane pane(String room) {
        return panes.computeIfAbsent(
                room, id -> new RoomPane(id, screen, clock, () -> id.equals(current), this::isTypedHere));
    }

    private boolean isTypedHere(Message message) {
        return message.sender().equals(user) && outgoing.claim(message);
    }

    private void markRead(String room) {
        long seq = pane(room).lastSeq();
        if (room.equals(current) && seq > 0) client.room(room).markRead(seq);
    }

    // ---- What the client tells

    @Override
    public void onStatus(ConnectionStatus status) {
        notices.on(status).ifPresent(screen::notice);
        ConnectionStatus.Reason reason = status.reason();
        if (reason != null && reason.terminal()) {
            screen.notice("giving up: " + reason.text());
            ended.complete(1);
        }
    }

    @Override
    public void onConnected(Result.Welcome welcome) {
        if (user == null) screen.notice("connected as " + welcome.user().name());
        user = welcome.user().id();
        String room = current;
        boolean known = welcome.more()
                || live.contains(room)
                || welcome.rooms().stream().anyMatch(view -> view.id().equals(room));
        if (room == null || known || entering.contains(room)) return;
        // A server whose log is in memory has been started anew.
        outgoing.carry(room);
        enter(room);
    }

    @Override
    public void onGained(RoomView room) {
        if (!entering.contains(room.id())) screen.notice("you have been added to " + Names.of(room));
    }

    @Override
    public void onGone(String room) {
        if (entering.contains(room)) return;
        panes.remove(room);
        live.remove(room);
        if (room.equals(current)) current = null;
        screen.notice("you are no longer in " + room);
    }

    @Override
    public void onReset(String room, Cursor cursor) {
        screen.notice("messages are missing here; the newest of " + room + ":");
        load(room);
    }

    @Override
    public void onEvent(Event event) {
        pane(event.room()).event(event);
        markRead(event.room());
    }

    @Override
    public void onSendDelayed(PendingSend send, UnavailableException why) {
        outgoing.delayed(send, why);
        endIfDone();
    }

    @Override
    public void onTyping(TypingSignal signal) {
        if (!signal.user().equals(user)) pane(signal.room()).typing(signal.user(), signal.on());
    }

    @Override
    public void onMembers(MembersSignal signal) {
        if (signal.room().equals(current))
            screen.notice(signal.count() + (signal.count() == 1 ? " is here" : " are here"));
    }

    // ---- The end

    /** No more is typed: ends when all that was is settled, or when nothing has been for a time. */
    void finish() {
        if (finishing) return;
        finishing = true;
        endIfDone();
        giveUpUnlessFewerThan(Integer.MAX_VALUE);
    }

    private void giveUpUnlessFewerThan(int before) {
        int waiting = outgoing.waiting();
        if (ended.isDone()) return;
        if (waiting >= before) {
            giveUp();
            return;
        }
        CompletableFuture.delayedExecutor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS, executor)
                .execute(() -> giveUpUnlessFewerThan(waiting));
    }

    private void giveUp() {
        screen.notice(outgoing.waiting() + " not sent: " + outgoing.reason());
        ended.complete(1);
    }

    private void endIfDone() {
        if (!finishing || ended.isDone()) return;
        if (loading == 0 && outgoing.waiting() == 0) ended.complete(outgoing.anyFailed() ? 1 : 0);
        else if (outgoing.isDelayedBy(PATIENCE)) giveUp();
    }
}
