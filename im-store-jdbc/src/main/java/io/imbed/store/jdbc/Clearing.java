package io.imbed.store.jdbc;

import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Deletes what is left of rooms that are over ({@link EndedTable}), a step at a time with a pause between, in which appends
 * are written. It looks once when the storage is opened, for whatever a process that ended has left behind, and now and then,
 * for what another node has. Threads: the writer's.
 */
final class Clearing implements Chore {
    static final Duration BETWEEN_STEPS = Duration.ofMillis(50);
    static final Duration AGAIN = Duration.ofSeconds(1);
    static final Duration NEXT_LOOK = Duration.ofMinutes(1);

    private final Dialect dialect;
    private final LongSupplier nanoTime;
    private long due;

    Clearing(Dialect dialect, LongSupplier nanoTime) {
        this.dialect = dialect;
        this.nanoTime = nanoTime;
        due(Duration.ZERO);
    }

    private void due(Duration in) {
        due = nanoTime.getAsLong() + in.toNanos();
    }

    @Override
    public void written(List<Entry> entries) {
        for (Entry entry : entries) {
            if (entry.changes().size() == 1 && entry.changes().get(0) instanceof Change.DropRoom) due(BETWEEN_STEPS);
        }
    }

    @Override
    public long millisUntilDue() {
        // Rounded up: whoever waits so long finds it due.
        return TimeUnit.NANOSECONDS.toMillis(due - nanoTime.getAsLong() + 999_999);
    }

    @Override
    public boolean run(Sessions sessions) {
        due(AGAIN);
        Session session = sessions.take();
        boolean sound = false;
        try {
            boolean more = step(session);
            sound = true;
            due(more ? BETWEEN_STEPS : NEXT_LOOK);
            return more;
        } finally {
            sessions.give(session, sound);
        }
    }

    private boolean step(Session session) {
        dialect.begin(session);
        try {
            boolean more = EndedTable.clearSome(session);
            dialect.commit(session);
            return more;
        } catch (RuntimeException e) {
            try {
                dialect.rollback(session);
            } catch (SqlFailure also) {
                e.addSuppressed(also);
            }
            throw e;
        }
    }
}
