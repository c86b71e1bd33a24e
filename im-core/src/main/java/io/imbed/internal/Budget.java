package io.imbed.internal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that everything waiting or cached on this node may take together.
 *
 * <p>What waits for the storage may take half of it ({@link #tryQueue}); so when three quarters are taken, much of that is
 * what clients do not read. Then nothing new is begun, and {@code onShort} frees memory, as it did from half on: caches
 * first, then by closing those who hold most. What must go on (events already committed) is charged in any case
 * ({@link #take}); the last quarter is there for it.
 *
 * <p>Threads: any.
 */
public final class Budget {
    private final long maxBytes;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong queued = new AtomicLong();
    private volatile Runnable onShort = () -> {};

    public Budget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Set once, before the first client connects; called often while memory is short, so it must be cheap. */
    public void onShort(Runnable action) {
        onShort = action;
    }

    /** Takes bytes for something that waits for the storage; false if too much waits already. */
    public boolean tryQueue(long bytes) {
        if (isSpent()) return false;
        if (queued.addAndGet(bytes) > maxBytes / 2) {
            queued.addAndGet(-bytes);
            return false;
        }
        take(bytes);
        return true;
    }

    /** It waits no longer. */
    public void unqueue(long bytes) {
        queued.addAndGet(-bytes);
        give(bytes);
    }

    public void take(long bytes) {
        if (used.addAndGet(bytes) > maxBytes / 2) onShort.run();
    }

    public void give(long bytes) {
        used.addAndGet(-bytes);
    }

    /** Whether nothing new may be begun. */
    public boolean isSpent() {
        return used.get() > maxBytes - maxBytes / 4;
    }

    public long used() {
        return used.get();
    }

    public long max() {
        return maxBytes;
    }
}
