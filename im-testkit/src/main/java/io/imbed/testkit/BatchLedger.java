package io.imbed.testkit;

import io.imbed.spi.Batch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes batches and keeps account of their references. It holds one of each itself until {@link #awaitAllReleased}, so
 * that one given back too often shows up as well as one not given back. Threads: any.
 */
public final class BatchLedger {
    private final List<Entry> held = new ArrayList<>(); // guarded by this
    private int made; // guarded by this
    private int released; // guarded by this
    private int overdrawn; // guarded by this

    private final class Entry {
        final Batch batch;
        boolean ours = true; // guarded by the ledger

        Entry(String lines, int times) {
            batch = new Batch(lines.getBytes(StandardCharsets.UTF_8), size -> released());
            batch.retain(times);
        }

        void released() {
            synchronized (BatchLedger.this) {
                if (ours) overdrawn++;
                released++;
                BatchLedger.this.notifyAll();
            }
        }
    }

    /** A batch that is written {@code times} times. */
    public Batch batch(String lines, int times) {
        Entry entry = new Entry(lines, times);
        synchronized (this) {
            made++;
            held.add(entry);
        }
        return entry.batch;
    }

    /**
     * Waits until every reference to every batch made so far has been given back.
     *
     * @throws AssertionError if one is not in time, or was given back twice
     */
    public void awaitAllReleased() throws InterruptedException {
        List<Entry> ours;
        synchronized (this) {
            if (overdrawn > 0) throw new AssertionError(overdrawn + " batches were released too often");
            ours = List.copyOf(held);
            held.clear();
            ours.forEach(entry -> entry.ours = false);
        }
        ours.forEach(entry -> entry.batch.release(1));
        long end = System.nanoTime() + TransportContract.PATIENCE.toNanos();
        synchronized (this) {
            while (released < made) {
                long left = end - System.nanoTime();
                if (left <= 0)
                    throw new AssertionError((made - released) + " of " + made + " batches were not released");
                wait(Math.max(1, left / 1_000_000));
            }
        }
    }
}
