package io.imbed.internal.room;

import io.imbed.internal.Outbox;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Bounds a session's catch-up to one page at a time, whatever number of rooms it is behind in: the next follower's turn
 * comes when the page before has left the outbox.
 *
 * <p>Threads: any. Turns are run without the lock.
 */
public final class PageGate {
    private final Outbox outbox;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>(0); // guarded by this
    private boolean taken; // guarded by this

    public PageGate(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Runs {@code turn} when its turn comes; it ends with {@link #done}. */
    void enter(Runnable turn) {
        synchronized (this) {
            waiting.add(turn);
        }
        next();
    }

    /** The turn is over; the next one begins once the outbox is drained. */
    void done() {
        synchronized (this) {
            taken = false;
        }
        next();
    }

    /** Begins the next turn if it may begin. Called whenever the outbox may have drained. */
    public void next() {
        Runnable turn = poll();
        if (turn != null) turn.run();
    }

    private synchronized @Nullable Runnable poll() {
        if (taken || waiting.isEmpty() || !outbox.isDrained()) return null;
        taken = true;
        return waiting.poll();
    }
}
