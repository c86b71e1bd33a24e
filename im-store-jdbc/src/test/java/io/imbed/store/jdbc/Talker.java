package io.imbed.store.jdbc;

import io.imbed.Draft;
import io.imbed.client.ClientListener;
import io.imbed.client.ImClient;
import io.imbed.client.PendingSend;
import io.imbed.client.Timeouts;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.Result;
import io.imbed.protocol.RoomView;
import io.imbed.protocol.UnavailableException;
import io.imbed.spi.Storage;
import io.imbed.testkit.history.ClientHistory;
import io.imbed.testkit.history.HistoryRecorder;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A user who says something in each of some rooms, and something else as soon as that is acknowledged, and who writes down
 * what it is told. Now and then it edits what it said, takes it back, or reads what was said last. Threads: any; what it
 * counts is guarded by this.
 */
final class Talker implements AutoCloseable {
    /** How long it waits for anything. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String user;
    private final List<String> rooms;
    private final ClientHistory history;
    private final ImClient client;
    private final Map<String, Cursor> cursors = new HashMap<>(); // guarded by this
    private boolean talking = true; // guarded by this
    private int open; // guarded by this: attempts and other requests without an answer
    private long acked; // guarded by this
    private long delayed; // guarded by this
    private int sent; // guarded by this

    Talker(String user, URI server, HistoryRecorder recorder, List<String> rooms, Timeouts timeouts) {
        this.user = user;
        this.rooms = rooms;
        this.history = recorder.client(user);
        history.connected(null);
        this.client = ImClient.builder(server)
                .token("guest:" + user)
                .timeouts(timeouts)
                .listener(new Listener())
                .build();
    }

    void start() throws Exception {
        Rooms.get(client.connect());
        for (String room : rooms) Rooms.get(client.room(room).join());
        rooms.forEach(this::talk);
    }

    private void talk(String room) {
        String cid;
        synchronized (this) {
            if (!talking) return;
            open++;
            cid = user + "-" + ++sent;
        }
        Draft draft = Draft.text("message " + cid);
        ClientHistory.Attempt attempt = history.sending(room, user, cid, draft.content());
        client.room(room).send(cid, draft).whenComplete((done, error) -> {
            settle(attempt, done, error);
            if (done != null) talkOf(room, draft, done.seq(), countAck());
            talk(room);
            settled(); // last: what came of it is open before it is not
        });
    }

    /** What else one does with what was said. None of it changes what it says: that is what the checker compares. */
    private void talkOf(String room, Draft draft, long seq, long count) {
        if (count % 10 == 0) also(client.room(room).edit(seq, draft.content(), List.of(user)));
        if (count % 15 == 0) also(client.room(room).recall(seq));
        if (count % 25 == 0) {
            ClientHistory.Read read = history.readingLatest(room);
            also(client.room(room).history(Anchor.LATEST, 20).whenComplete((page, error) -> {
                if (page == null) read.failed();
                else read.answered(null, page);
            }));
        }
    }

    private void also(CompletionStage<?> request) {
        synchronized (this) {
            open++;
        }
        request.whenComplete((done, error) -> settled());
    }

    private static void settle(ClientHistory.Attempt attempt, Result.@Nullable Sent sent, @Nullable Throwable error) {
        Throwable cause = error instanceof CompletionException ? error.getCause() : error;
        // To the application a retry is none: its messages are in the order in which it sent them.
        if (sent != null) {
            attempt.acked(null, new Result.Sent(sent.seq(), sent.rev(), sent.at(), false, sent.content()));
        } else if (cause instanceof RefusedException) attempt.refused();
        else attempt.unknown();
    }

    private synchronized long countAck() {
        notifyAll();
        return ++acked;
    }

    private synchronized void settled() {
        open--;
        notifyAll();
    }

    synchronized long acked() {
        return acked;
    }

    synchronized int open() {
        return open;
    }

    /** How often it was told that something cannot be taken now. */
    synchronized long delayed() {
        return delayed;
    }

    /** Waits until something happens to it, for a short while. */
    synchronized void awaitChange() throws InterruptedException {
        wait(20);
    }

    /** Waits until so many of its sends have been acknowledged. */
    void awaitAcked(long count) throws Exception {
        await(() -> acked >= count, "acknowledgements: " + count);
    }

    /** Waits until it was told so often that something cannot be taken now. */
    void awaitDelayed(long count) throws Exception {
        await(() -> delayed >= count, "delays: " + count);
    }

    void requireReading(String room) throws Exception {
        if (Rooms.get(client.room(room).history(Anchor.LATEST, 20)).messages().isEmpty()) {
            throw new AssertionError(user + " reads nothing in " + room);
        }
    }

    void reconnectNow() {
        client.reconnectNow();
    }

    /** Says no more, and waits for what has been said. */
    void fallSilent() throws Exception {
        synchronized (this) {
            talking = false;
        }
        await(() -> open == 0, "answers to all sends");
    }

    /** Where the room stands now. */
    Cursor head(String room) throws Exception {
        RoomView.Membership mine = Rooms.get(client.room(room).view()).membership();
        if (mine == null) throw new IllegalStateException(user + " is no member of " + room);
        return new Cursor(mine.epoch(), mine.rev());
    }

    /** Waits until it has seen everything that its rooms have by now. */
    void awaitCaughtUp() throws Exception {
        for (String room : rooms) awaitCaughtUp(head(room), room);
    }

    /** As {@link #awaitCaughtUp()}, by what the storage has: the node that it asks may not know yet what another has stored. */
    void awaitCaughtUp(Storage storage) throws Exception {
        for (String room : rooms) awaitCaughtUp(Rooms.state(storage, room).head(), room);
    }

    /** Waits until it has seen everything up to there, and says that it has. */
    private void awaitCaughtUp(Cursor head, String room) throws Exception {
        await(() -> head.equals(cursors.get(room)), room + " up to " + head);
        history.caughtUp(room, head);
    }

    /** What is waited for; asked under the lock. */
    private interface Condition {
        boolean holds();
    }

    private synchronized void await(Condition condition, String what) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) throw new TimeoutException(user + " waits for " + what + "; it is at " + cursors);
            wait(left);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            talking = false; // else it would talk to a closed client, which answers at once
        }
        client.close();
    }

    private final class Listener implements ClientListener {
        @Override
        public void onFollow(String room, Cursor from) {
            history.follows(room, from);
            moved(room, from);
        }

        @Override
        public void onEvent(Event event) {
            history.event(event);
            moved(event.room(), event.cursor());
        }

        @Override
        public void onReset(String room, Cursor cursor) {
            history.reset(room, cursor);
            moved(room, cursor);
        }

        @Override
        public void onSendDelayed(PendingSend send, UnavailableException why) {
            synchronized (Talker.this) {
                delayed++;
            }
        }

        private void moved(String room, Cursor cursor) {
            synchronized (Talker.this) {
                cursors.put(room, cursor);
                Talker.this.notifyAll();
            }
        }
    }
}
