package io.imbed.internal.presence;

import io.imbed.Identity;
import io.imbed.internal.Outbox;

/** One session that wants to know who is there. Threads: any. */
public interface Watcher {
    Identity identity();

    Outbox outbox();

    /** Whether it has ended: it is told nothing any more. */
    boolean isOver();
}
