package io.imbed.store.jdbc;

import java.util.HashSet;
import java.util.Set;

/** What a transaction takes of the sends that a host has left for it. Threads: one. */
final class PendingDraft {
    private final Session session;
    private final Set<Long> taken = new HashSet<>(0);

    PendingDraft(Session session) {
        this.session = session;
    }

    /** The lock of its room keeps others from taking it until this transaction has ended. */
    boolean isThere(long id) {
        return !taken.contains(id) && PendingTable.isThere(session, id);
    }

    void take(long id) {
        taken.add(id);
    }

    void flush() {
        taken.forEach(id -> PendingTable.delete(session, id));
    }
}
