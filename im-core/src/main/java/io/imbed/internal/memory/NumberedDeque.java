package io.imbed.internal.memory;

import org.jspecify.annotations.Nullable;

/**
 * Items numbered without gaps: added at the end, dropped at the front, read by number at once.
 *
 * <p>Threads: guarded by the room that owns it.
 */
final class NumberedDeque<T> {
    private static final int SMALLEST = 8; // most rooms stay small; a power of two, so that a mask finds the slot

    private @Nullable Object[] ring = new @Nullable Object[SMALLEST];
    private long first = 1;
    private long next = 1;

    /** Number of the oldest item kept; equal to {@link #next} if there is none. */
    long first() {
        return first;
    }

    /** The number that the next item gets. */
    long next() {
        return next;
    }

    /** Number of the newest item ever added, 0 if none was. */
    long last() {
        return next - 1;
    }

    int size() {
        return (int) (next - first);
    }

    @SuppressWarnings("unchecked")
    @Nullable T get(long number) {
        return number >= first && number < next ? (T) ring[slot(number)] : null;
    }

    /** The item with a number that is known to be kept. */
    T at(long number) {
        T item = get(number);
        if (item == null) throw new IllegalStateException(number + " is not within " + first + " to " + last());
        return item;
    }

    void add(T item) {
        if (size() == ring.length) resize(ring.length * 2);
        ring[slot(next++)] = item;
    }

    void set(long number, T item) {
        at(number);
        ring[slot(number)] = item;
    }

    T removeFirst() {
        T item = at(first);
        ring[slot(first++)] = null;
        // Gives back what a burst took, at a quarter, so that a size that swings about a power of two does not copy.
        if (ring.length > SMALLEST && size() == ring.length / 4) resize(ring.length / 2);
        return item;
    }

    private int slot(long number) {
        return (int) (number & (ring.length - 1));
    }

    private void resize(int length) {
        @Nullable Object[] old = ring;
        int oldMask = old.length - 1;
        ring = new @Nullable Object[length];
        for (long number = first; number < next; number++) ring[slot(number)] = old[(int) (number & oldMask)];
    }
}
