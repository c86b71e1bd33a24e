package io.imbed.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.sqlite.ProgressHandler;

/**
 * A connection to a SQLite file whose statements end when they have taken too long. The driver's own query time-out is only
 * for how long one waits for a lock; here the engine asks every few thousand steps whether to go on.
 */
final class SqliteSession extends Session {
    private static final int STEPS = 10_000;

    private final LongSupplier nanoTime;
    private volatile long begun;

    /** @param limit of what is done between two calls of {@link #begin} */
    SqliteSession(Connection connection, String prefix, Duration limit, LongSupplier nanoTime) throws SQLException {
        super(connection, prefix);
        this.nanoTime = nanoTime;
        long nanos = limit.toNanos();
        ProgressHandler.setHandler(connection, STEPS, new ProgressHandler() {
            @Override
            protected int progress() {
                return nanoTime.getAsLong() - begun > nanos ? 1 : 0;
            }
        });
    }

    /** The time begins to count anew. */
    void begin() {
        begun = nanoTime.getAsLong();
    }
}
