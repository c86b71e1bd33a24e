package io.imbed.store.jdbc;

import io.imbed.Draft;
import io.imbed.client.ClientListener;
import io.imbed.client.ImClient;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Result;
import io.imbed.protocol.RoomView;
import io.imbed.testkit.history.ClientHistory;
import io.imbed.testkit.history.HistoryRecorder;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A user who says something in each of some rooms, and something else as soon as that is acknowledged, and who writes down
 * what it is told. Threads: any; what it counts is guarded by this.
 */
final class Talker implements AutoCloseable {
    private final String user;
    private final ClientHistory history;
    private final ImClient client;
    private final Map<String, Cursor> cursors = new HashMap<>(); // guarded by this
    private boolean talking = true; // guarded by this
    private int open; // guarded by this: attempts without an answer
    private long acked; // guarded by this
    private int sent; // guarded by this

    Talker(String user, URI server, HistoryRecorder recorder) {
        this.user = user;
        this.history = recorder.client(user);
        history.connected(null);
        this.client = ImClient.builder(server)
                .token("guest:" + user)
                .listener(new Listener())
                .build();
    }

    void start(List<String> rooms) throws Exception {
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
            settled(done != null);
            talk(room);
        });
    }

    private static void settle(ClientHistory.Attempt attempt, Result.@Nullable Sent sent, @Nullable Throwable error) {
        Throwable cause = error instanceof CompletionException ? error.getCause() : error;
        // To the application a retry is none: its messages are in the order in which it sent them.
        if (sent != null) {
            attempt.acked(null, new Result.Sent(sent.seq(), sent.rev(), sent.at(), false, sent.content()));
        } else if (cause instanceof RefusedException) attempt.refused();
        else attempt.unknown();
    }

    private synchronized void settled(boolean wasAcked) {
        open--;
        if (wasAcked) acked++;
        notifyAll();
    }

    synchronized long acked() {
        return acked;
    }

    /** Waits until so many of its sends have been acknowledged. */
    void awaitAcked(long count) throws Exception {
        await(() -> acked >= count, "acknowledgements: " + count);
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

    /** Waits until it has seen everything up to there, and says that it has. */
    void awaitCaughtUp(Cursor head, String room) throws Exception {
        await(() -> head.equals(cursors.get(room)), room + " up to " + head);
        history.caughtUp(room, head);
    }

    /** What is waited for; asked under the lock. */
    private interface Condition {
        boolean holds();
    }

    private synchronized void await(Condition condition, String what) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.holds()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) throw new TimeoutException(user + " waits for " + what + "; it is at " + cursors);
            wait(left);
        }
    }

    @Override
    public void close() {
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

        private void moved(String room, Cursor cursor) {
            synchronized (Talker.this) {
                cursors.put(room, cursor);
                Talker.this.notifyAll();
            }
        }
    }
}
