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
    private static final byte[] NO_HEADER = {};

    private final @Nullable Batch batch;
    private final byte[] header;
    private final ByteBuffer body;
    private int written;

    /** Where its frame begins in the {@link Arena}, as long as it is there; else negative. */
    int arenaStart = -1;

    private Outgoing(@Nullable Batch batch, byte[] header, ByteBuffer body) {
        this.batch = batch;
        this.header = header;
        this.body = body;
    }

    /** The lines as one text message. */
    static Outgoing message(Batch batch) {
        byte[] header = new byte[Frames.headerLength(batch.size())];
        Frames.putTextHeader(ByteBuffer.wrap(header), batch.size());
        return new Outgoing(batch, header, batch.lines());
    }

    /** Bytes that are a frame, or no frame at all, already. */
    static Outgoing raw(byte[] bytes) {
        return new Outgoing(null, NO_HEADER, ByteBuffer.wrap(bytes));
    }

    /** Length with the header. */
    int frameBytes() {
        return header.length + body.capacity();
    }

    /** How many of the first {@code bytes} of the frame count as pending; headers and control frames do not. */
    int pendingIn(int bytes) {
        return batch == null ? 0 : Math.max(0, bytes - header.length);
    }

    /** Copies from {@code offset} on as much as {@code target} has room for. */
    void copy(int offset, ByteBuffer target) {
        if (offset < header.length) target.put(header, offset, Math.min(header.length - offset, target.remaining()));
        int from = Math.max(0, offset - header.length);
        int count = Math.min(body.capacity() - from, target.remaining());
        if (count > 0) target.put(body.limit(from + count).position(from));
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
