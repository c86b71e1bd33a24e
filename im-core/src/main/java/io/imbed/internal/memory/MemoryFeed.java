package io.imbed.internal.memory;

import io.imbed.spi.ChangeFeed;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The newest changes of all rooms. Nothing is kept before somebody has asked for a token: one server alone has no use
 * for it.
 *
 * <p>Threads: any; a room adds under its own lock, behind what it has changed.
 */
final class MemoryFeed implements ChangeFeed {
    /** Of a node that falls further behind, everything is looked at anew: minutes of a busy server, about 1 MB. */
    static final int KEPT = 10_000;

    private final int kept;
    private final ArrayDeque<Changed> changes = new ArrayDeque<>(0); // guarded by this
    private long last; // guarded by this: the token of the newest
    private volatile boolean asked;

    MemoryFeed(int kept) {
        this.kept = kept;
    }

    void add(Changed change) {
        if (!asked) return; // Then it took effect before any token was read.
        synchronized (this) {
            changes.add(change);
            last++;
            if (changes.size() > kept) changes.remove();
        }
    }

    @Override
    public synchronized CompletionStage<Long> now() {
        asked = true;
        return CompletableFuture.completedFuture(last);
    }

    @Override
    public CompletionStage<Changes> since(long token, int limit) {
        return CompletableFuture.completedFuture(after(token, limit));
    }

    private synchronized Changes after(long token, int limit) {
        long dropped = last - changes.size();
        if (!asked || token < dropped || token > last) {
            asked = true;
            return new Changes(List.of(), last, false, true);
        }
        Map<Life, Changed> merged = new LinkedHashMap<>();
        Iterator<Changed> each = changes.iterator();
        for (long i = dropped; i < token; i++) each.next();
        long at = token;
        for (; at < last && at - token < limit; at++) {
            Changed next = each.next();
            merged.merge(new Life(next.room(), next.epoch()), next, Changed::and);
        }
        return new Changes(List.copyOf(merged.values()), at, at < last, false);
    }

    private record Life(String room, String epoch) {}
}
