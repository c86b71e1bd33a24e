package io.imbed.internal.presence;

import io.imbed.protocol.PresenceView.State;

/**
 * One user on one session's watch list.
 *
 * <p>Threads: the mutable fields are guarded by the {@link Presence} that it belongs to.
 */
final class Watch {
    /** What one takes of the node's memory, with its places in lists. */
    static final int BYTES = 96;

    final Watcher watcher;
    final String user;
    State seen; // as of the last answer or signal, or of the last that was withheld
    boolean open; // false until the answer that the signals continue has been given
    boolean over; // replaced, or its session has ended

    Watch(Watcher watcher, String user, State seen) {
        this.watcher = watcher;
        this.user = user;
        this.seen = seen;
    }
}
