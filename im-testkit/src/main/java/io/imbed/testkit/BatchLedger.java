package io.imbed.testkit;

import io.imbed.spi.Batch;
import java.nio.charset.StandardCharsets;

/** Makes batches and keeps account of their references. Threads: any. */
final class BatchLedger {
    private int made; // guarded by this
    private int released; // guarded by this

    /** A batch that is written {@code times} times. */
    Batch batch(String lines, int times) {
        synchronized (this) {
            made++;
        }
        Batch batch = new Batch(lines.getBytes(StandardCharsets.UTF_8), this::released);
        // The first reference is its maker's.
        if (times > 1) batch.retain(times - 1);
        return batch;
    }

    private synchronized void released() {
        released++;
        notifyAll();
    }

    /** Waits until nobody holds a reference to any batch. A reference given back too often has thrown where it was. */
    synchronized void awaitAllReleased() throws InterruptedException {
        long end = System.nanoTime() + TransportContract.PATIENCE.toNanos();
        while (released < made) {
            long left = end - System.nanoTime();
            if (left <= 0) throw new AssertionError((made - released) + " of " + made + " batches were not released");
            wait(Math.max(1, left / 1_000_000));
        }
    }

    synchronized int unreleased() {
        return made - released;
    }
}
