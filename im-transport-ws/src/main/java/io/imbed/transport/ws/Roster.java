package io.imbed.transport.ws;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Those that are connected, and whether all have gone for good: an empty roster means nothing while others may still come.
 *
 * <p>Threads: any.
 */
final class Roster<C> {
    private final Set<C> present = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> allGone = new CompletableFuture<>();
    private volatile boolean closed;

    void add(C one) {
        present.add(one);
    }

    void remove(C one) {
        present.remove(one);
        if (closed && present.isEmpty()) allGone.complete(null);
    }

    /** None is added any more. */
    void close() {
        closed = true;
        if (present.isEmpty()) allGone.complete(null);
    }

    /** Completes when it is closed and empty. */
    CompletableFuture<Void> allGone() {
        return allGone;
    }

    Set<C> present() {
        return present;
    }
}
