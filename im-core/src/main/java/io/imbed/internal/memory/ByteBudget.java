package io.imbed.internal.memory;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that all rooms together may hold. Threads: any. */
final class ByteBudget {
    private final long max;
    private final AtomicLong used = new AtomicLong();

    ByteBudget(long max) {
        this.max = max;
    }

    /** Takes {@code bytes} if they are left; a negative amount gives back. */
    boolean tryTake(long bytes) {
        // Compare and set, not add and take back: what is taken for a moment would make another room drop messages.
        while (true) {
            long before = used.get();
            if (bytes > 0 && bytes > max - before) return false;
            if (used.compareAndSet(before, before + bytes)) return true;
        }
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    long left() {
        return max - used.get();
    }
}
