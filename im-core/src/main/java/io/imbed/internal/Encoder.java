package io.imbed.internal;

import io.imbed.protocol.FrameCodec;
import io.imbed.protocol.ServerFrame;
import io.imbed.spi.Batch;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongConsumer;

/** Turns frames into batches, charged to the node's budget until every receiver has passed them. Threads: any. */
public final class Encoder {
    private final FrameCodec codec;
    private final Budget budget;
    private final LongConsumer released;

    public Encoder(FrameCodec codec, Budget budget) {
        this.codec = codec;
        this.budget = budget;
        this.released = budget::give;
    }

    public byte[] line(ServerFrame frame) {
        return codec.encodeUtf8(frame);
    }

    /** A batch of one frame, with one reference, the caller's. */
    public Batch batch(ServerFrame frame) {
        return batch(List.of(line(frame)));
    }

    /** A batch of at least one line, with one reference, the caller's. */
    public Batch batch(List<byte[]> lines) {
        Batch batch = new Batch(lines, released);
        budget.take(batch.size());
        return batch;
    }

    /** As {@link #batch(List)}, copied to one place: for what is written many times. */
    public Batch joined(List<byte[]> lines) {
        Batch apart = batch(lines);
        byte[] bytes = new byte[apart.size()];
        apart.copyTo(ByteBuffer.wrap(bytes));
        apart.release(1);
        return batch(List.of(bytes));
    }
}
