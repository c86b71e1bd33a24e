package io.imbed.transport.ws;

import io.imbed.spi.Batch;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One frame, or other bytes of ours, on the way to one or more connections of one {@link Writer}. Holds no copy: the
 * lines stay where the batch has them.
 *
 * <p>Threads: its writer.
 */
final class Outgoing {
    /** Null if the head is all there is. */
    private final @Nullable Batch batch;

    private final byte[] head;
    private final int size;
    private int written;

    /** Where its frame begins in the {@link Arena}, as long as it is there; else negative. */
    int arenaStart = -1;

    private Outgoing(@Nullable Batch batch, byte[] head, int bodyBytes) {
        this.batch = batch;
        this.head = head;
        this.size = head.length + bodyBytes;
    }

    /** The lines as one text message. */
    static Outgoing message(Batch batch) {
        byte[] header = new byte[Frames.headerLength(batch.size())];
        Frames.putTextHeader(ByteBuffer.wrap(header), batch.size());
        return new Outgoing(batch, header, batch.size());
    }

    /** Bytes that are a frame, or no frame at all, already. */
    static Outgoing raw(byte[] bytes) {
        return new Outgoing(null, bytes, 0);
    }

    /** Length with the header. */
    int frameBytes() {
        return size;
    }

    /** How many of the first {@code bytes} of the frame count as pending; headers and control frames do not. */
    int pendingIn(int bytes) {
        return Math.max(0, bytes - head.length);
    }

    /** Copies from {@code offset} on as much as {@code target} has room for. */
    void copy(int offset, ByteBuffer target) {
        if (offset < head.length) target.put(head, offset, Math.min(head.length - offset, target.remaining()));
        if (batch != null) batch.copyTo(target, Math.max(0, offset - head.length));
    }

    /** Notes that one more connection is done with it, written or not. Returns whether it is the first since {@link #settle}. */
    boolean done() {
        return written++ == 0;
    }

    /** Gives back the references of all who are done with it. */
    void settle() {
        int count = written;
        written = 0;
        if (batch != null) batch.release(count);
    }
}
