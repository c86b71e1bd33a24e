package io.imbed.spi;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Encoded lines that leave together, shared by all who receive them. Made by the engine, which charges its bytes to the
 * node's budget until the last reference is released.
 *
 * <p>Threads: any. Starts with one reference, its maker's.
 */
public final class Batch {
    private final byte[] lines;
    private final Runnable onReleased;
    private final AtomicInteger references = new AtomicInteger(1);

    /**
     * @param lines UTF-8, one or more lines separated by a newline, none at the end; not copied
     * @param onReleased run once, when the last reference is gone
     */
    public Batch(byte[] lines, Runnable onReleased) {
        this.lines = lines;
        this.onReleased = onReleased;
    }

    /** A view of the bytes, read-only, with a position of its own. */
    public ByteBuffer lines() {
        return ByteBuffer.wrap(lines).asReadOnlyBuffer();
    }

    /** Copies all bytes into {@code target}. */
    public void copyTo(ByteBuffer target) {
        target.put(lines);
    }

    /** Length in bytes. */
    public int size() {
        return lines.length;
    }

    /** Adds {@code count} references. The caller holds one. */
    public void retain(int count) {
        references.addAndGet(count);
    }

    /** Gives back {@code count} references, each written or dropped. */
    public void release(int count) {
        int left = references.addAndGet(-count);
        if (left == 0) onReleased.run();
        if (left < 0) throw new IllegalStateException("batch released " + -left + " times too often");
    }
}
