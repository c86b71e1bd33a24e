package io.imbed.transport.ws;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of one connection wait, and whether that is too many.
 *
 * <p>Count and flags are one number, because a flag of its own would be set by one thread just after another has emptied
 * the queue and cleared it, and then stay set with nobody left to clear it.
 *
 * <p>Threads: any; lock-free.
 */
final class Backlog {
    private static final long FULL = 1;
    private static final long SHUT = 2;
    private static final long ENDED = 4;
    private static final long ONE_BYTE = 8;

    private final int lowWater;
    private final int highWater;
    private final AtomicLong state = new AtomicLong();

    Backlog(int lowWater, int highWater) {
        this.lowWater = lowWater;
        this.highWater = highWater;
    }

    /** Adds bytes, however many there are already. Returns false, and adds nothing, if nothing may be written any more. */
    boolean add(int bytes) {
        while (true) {
            long now = state.get();
            if ((now & SHUT) != 0) return false;
            long next = now + bytes * ONE_BYTE;
            if (next / ONE_BYTE >= highWater) next |= FULL;
            if (state.compareAndSet(now, next)) return true;
        }
    }

    /** Takes bytes away. Returns whether that made it writable again. */
    boolean written(long bytes) {
        while (true) {
            long now = state.get();
            if ((now & ENDED) != 0) return false;
            long next = now - bytes * ONE_BYTE;
            boolean relieved = (now & FULL) != 0 && next / ONE_BYTE <= lowWater;
            if (relieved) next &= ~FULL;
            if (state.compareAndSet(now, next)) return relieved;
        }
    }

    /** Nothing may be added from now on. */
    void shut() {
        state.getAndUpdate(now -> now | SHUT);
    }

    /** Nothing waits any more, and never will. */
    void end() {
        state.set(SHUT | ENDED);
    }

    boolean isShut() {
        return (state.get() & SHUT) != 0;
    }

    boolean isWritable() {
        return (state.get() & FULL) == 0;
    }

    long bytes() {
        return state.get() / ONE_BYTE;
    }
}
