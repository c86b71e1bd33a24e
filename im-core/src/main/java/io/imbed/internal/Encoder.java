package io.imbed.internal;

import io.imbed.protocol.FrameCodec;
import io.imbed.protocol.ServerFrame;
import io.imbed.spi.Batch;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Turns frames into batches, charged to the node's budget until every receiver has passed them. Threads: any. */
public final class Encoder {
    private final FrameCodec codec;
    private final Budget budget;

    public Encoder(FrameCodec codec, Budget budget) {
        this.codec = codec;
        this.budget = budget;
    }

    public byte[] line(ServerFrame frame) {
        return codec.encode(frame).getBytes(StandardCharsets.UTF_8);
    }

    /** A batch of one frame, with one reference, the caller's. */
    public Batch batch(ServerFrame frame) {
        return charged(line(frame));
    }

    /** A batch of at least one line, with one reference, the caller's. */
    public Batch batch(List<byte[]> lines) {
        return charged(lines.size() == 1 ? lines.get(0) : joined(lines));
    }

    private Batch charged(byte[] bytes) {
        budget.take(bytes.length);
        return new Batch(bytes, () -> budget.give(bytes.length));
    }

    private static byte[] joined(List<byte[]> lines) {
        int size = lines.size() - 1;
        for (byte[] line : lines) size += line.length;
        byte[] joined = new byte[size];
        int at = 0;
        for (byte[] line : lines) {
            if (at > 0) joined[at++] = '\n';
            System.arraycopy(line, 0, joined, at, line.length);
            at += line.length;
        }
        return joined;
    }
}
