package io.imbed.stress;

import io.imbed.spi.Batch;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A batch of one short text that counts how often it was released for good. Threads: any. */
public final class Slip {
    private final AtomicInteger released = new AtomicInteger();
    private final Batch batch;

    public Slip(String text) {
        batch = new Batch(text.getBytes(StandardCharsets.UTF_8), size -> released.incrementAndGet());
    }

    public Batch batch() {
        return batch;
    }

    /** How often; a release too many throws as well. */
    public int released() {
        return released.get();
    }

    static String textOf(Batch batch) {
        return StandardCharsets.UTF_8.decode(batch.lines()).toString();
    }
}
