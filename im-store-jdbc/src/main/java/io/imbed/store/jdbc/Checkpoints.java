package io.imbed.store.jdbc;

import io.imbed.spi.Entry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Empties SQLite's write-ahead log soon after something was written. By itself SQLite moves what is in it to the database when
 * there is much of it, and leaves it lying there until it is overwritten: on a quiet server what was recalled could be read
 * from that file for ever. In the database itself what is deleted is overwritten ({@code secure_delete}).
 *
 * <p>It waits for no reader: where one still needs the log, it is tried again a second later. Threads: the writer's.
 */
final class Checkpoints implements Chore {
    /** From the first write to the checkpoint: so long what was recalled may lie there. */
    static final Duration DELAY = Duration.ofSeconds(10);

    static final Duration AGAIN = Duration.ofSeconds(1);

    private final LongSupplier nanoTime;
    private boolean dirty;
    private long due;

    Checkpoints(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public void written(List<Entry> entries) {
        if (!dirty) due(DELAY);
    }

    private void due(Duration in) {
        dirty = true;
        due = nanoTime.getAsLong() + in.toNanos();
    }

    @Override
    public long millisUntilDue() {
        // Rounded up: whoever waits so long finds it due.
        return dirty ? TimeUnit.NANOSECONDS.toMillis(due - nanoTime.getAsLong() + 999_999) : NEVER;
    }

    @Override
    public boolean run(Sessions sessions) {
        due(AGAIN);
        Session session = sessions.take();
        boolean sound = false;
        try {
            session.execute("PRAGMA busy_timeout = 0");
            boolean busy = session.one(row -> row.flag(), "PRAGMA wal_checkpoint(TRUNCATE)")
                    .orElse(true);
            session.execute("PRAGMA busy_timeout = " + SqliteFile.BUSY_MILLIS);
            dirty = busy;
            sound = true;
            return false;
        } finally {
            sessions.give(session, sound);
        }
    }
}
