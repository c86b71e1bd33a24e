package io.imbed.internal.memory;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that all rooms together may hold.
 *
 * <p>A room that holds more than its equal share leaves an eighth of them alone. When the storage is full, that is what
 * other rooms begin to grow from; each time they do, the larger rooms drop as much with what they write next. Without it
 * a few busy rooms would lock all others out for good.
 *
 * <p>Threads: any.
 */
final class ByteBudget {
    private final long max;
    private final AtomicLong used = new AtomicLong();
    private final AtomicInteger rooms = new AtomicInteger();

    ByteBudget(long max) {
        this.max = max;
    }

    void countRoom() {
        rooms.incrementAndGet();
    }

    void uncountRoom() {
        rooms.decrementAndGet();
    }

    /** How much a room that holds {@code bytes} may let the whole grow to. */
    long limitFor(long bytes) {
        return bytes > max / Math.max(1, rooms.get()) ? max - max / 8 : max;
    }

    /** Takes {@code bytes} if no more than {@code limit} are then taken; a negative amount gives back. */
    boolean tryTake(long bytes, long limit) {
        // Compare and set, not add and take back: what is taken for a moment would make another room drop messages.
        while (true) {
            long before = used.get();
            if (bytes > 0 && bytes > limit - before) return false;
            if (used.compareAndSet(before, before + bytes)) return true;
        }
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    long used() {
        return used.get();
    }
}
