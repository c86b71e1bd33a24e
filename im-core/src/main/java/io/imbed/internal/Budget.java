package io.imbed.internal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that everything waiting or cached on this node may take together.
 *
 * <p>New work asks with {@link #tryTake} and is turned away when the budget is spent. What must go on (events already
 * committed) is charged with {@link #take} even then; {@code onSpent} frees memory by closing the largest holders.
 *
 * <p>Threads: any.
 */
public final class Budget {
    private final long maxBytes;
    private final AtomicLong used = new AtomicLong();
    private volatile Runnable onSpent = () -> {};

    public Budget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Set once, before the first client connects; called often while the budget is spent, so it must be cheap. */
    public void onSpent(Runnable action) {
        onSpent = action;
    }

    public boolean tryTake(long bytes) {
        if (used.addAndGet(bytes) <= maxBytes) return true;
        used.addAndGet(-bytes);
        onSpent.run();
        return false;
    }

    public void take(long bytes) {
        if (used.addAndGet(bytes) > maxBytes) onSpent.run();
    }

    public void give(long bytes) {
        used.addAndGet(-bytes);
    }

    /** Whether new work must be turned away. */
    public boolean isSpent() {
        return used.get() > maxBytes;
    }

    public long used() {
        return used.get();
    }

    public long max() {
        return maxBytes;
    }
}
