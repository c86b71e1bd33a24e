package io.imbed.spi;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/**
 * Encoded lines that leave together, shared by all who receive them. Made by the engine, which charges its bytes to the
 * node's budget until the last reference is released.
 *
 * <p>Threads: any. Starts with one reference, its maker's.
 */
public final class Batch {
    private static final byte NEWLINE = '\n';

    private final byte[][] lines;
    private final int size;
    private final LongConsumer onReleased;
    private final AtomicInteger references = new AtomicInteger(1);

    /**
     * @param lines UTF-8, one or more lines separated by a newline, none at the end; not copied
     * @param onReleased told {@link #size} once, when the last reference is gone
     */
    public Batch(byte[] lines, LongConsumer onReleased) {
        this(List.of(lines), onReleased);
    }

    /**
     * @param lines UTF-8, each without a newline, at least one; they may be in other batches too, and are not copied
     * @param onReleased told {@link #size} once, when the last reference is gone
     */
    public Batch(List<byte[]> lines, LongConsumer onReleased) {
        if (lines.isEmpty()) throw new IllegalArgumentException("a batch has at least one line");
        this.lines = lines.toArray(new byte[0][]);
        int bytes = this.lines.length - 1;
        for (byte[] line : this.lines) bytes += line.length;
        this.size = bytes;
        this.onReleased = onReleased;
    }

    /** The bytes, read-only, with a position of their own. Several lines are copied for it: {@link #copyTo} does not. */
    public ByteBuffer lines() {
        if (lines.length == 1) return ByteBuffer.wrap(lines[0]).asReadOnlyBuffer();
        ByteBuffer joined = ByteBuffer.allocate(size);
        copyTo(joined);
        return joined.flip().asReadOnlyBuffer();
    }

    /** Copies all bytes into {@code target}. */
    public void copyTo(ByteBuffer target) {
        copyTo(target, 0);
    }

    /** Copies the bytes from {@code offset} on, as many as {@code target} has room for. */
    public void copyTo(ByteBuffer target, int offset) {
        int skip = offset;
        for (int i = 0; i < lines.length && target.hasRemaining(); i++) {
            if (i > 0) {
                if (skip == 0) target.put(NEWLINE);
                else skip--;
            }
            byte[] line = lines[i];
            int from = Math.min(skip, line.length);
            skip -= from;
            target.put(line, from, Math.min(line.length - from, target.remaining()));
        }
    }

    /** Length in bytes. */
    public int size() {
        return size;
    }

    /** Adds {@code count} references. The caller holds one. */
    public void retain(int count) {
        references.addAndGet(count);
    }

    /** Gives back {@code count} references, each written or dropped. */
    public void release(int count) {
        int left = references.addAndGet(-count);
        if (left == 0) onReleased.accept(size);
        if (left < 0) throw new IllegalStateException("batch released " + -left + " times too often");
    }
}
