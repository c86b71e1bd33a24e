package io.imbed.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection of the host's, which goes back in the state it came in. Each statement has a time limit, and so has the wait
 * for the network, as a database that is paused answers to no limit of its own.
 *
 * <p>Threads: one at a time.
 */
final class BorrowedSession extends Session {
    /** Rows that are fetched at once where the driver can: a page is cut by bytes, and mostly ends before its last row. */
    private static final int FETCHED = 64;
    /** How much longer than a statement its answer may take. */
    private static final int NETWORK_MILLIS = 2_000;

    private final Connection connection;
    private final boolean readCommitted;
    private final int limitSeconds;
    private final boolean autoCommit;
    private final boolean readOnly;
    private final int networkMillis;
    private @Nullable Integer isolation;

    /**
     * @param limit of each statement, rounded up to seconds
     * @param readCommitted whether transactions of the host's connections are READ COMMITTED as they come
     */
    BorrowedSession(Connection connection, String prefix, Duration limit, boolean readCommitted) throws SQLException {
        super(connection, prefix);
        this.connection = connection;
        this.readCommitted = readCommitted;
        limitSeconds = (int) Math.min(
                Integer.MAX_VALUE / 2_000, Math.max(1, limit.plusMillis(999).toSeconds()));
        autoCommit = connection.getAutoCommit();
        readOnly = connection.isReadOnly();
        if (readOnly) connection.setReadOnly(false);
        networkMillis = limitNetwork();
    }

    /** Returns what it was, or -1 for a driver that knows no such limit. */
    private int limitNetwork() throws SQLException {
        try {
            int before = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, limitSeconds * 1_000 + NETWORK_MILLIS);
            return before;
        } catch (SQLFeatureNotSupportedException e) {
            return -1;
        }
    }

    @Override
    void limit(PreparedStatement statement) throws SQLException {
        statement.setQueryTimeout(limitSeconds);
        statement.setFetchSize(FETCHED);
    }

    @Override
    String forUpdate() {
        return " FOR UPDATE";
    }

    boolean isReadCommitted() {
        return readCommitted;
    }

    /** Leaves the borders of transactions to {@link #commit} and {@link #rollback}, or ends each statement by itself. */
    void autoCommit(boolean each) {
        run(() -> {
            if (connection.getAutoCommit() != each) connection.setAutoCommit(each);
        });
    }

    void commit() {
        run(connection::commit);
    }

    void rollback() {
        run(connection::rollback);
    }

    /** A host may give connections that begin a transaction with every statement. */
    @Override
    void recover() {
        run(() -> {
            if (!connection.getAutoCommit()) connection.rollback();
        });
    }

    /** Of the transactions that follow, until the connection is given back. */
    void isolation(int level) {
        run(() -> {
            int now = connection.getTransactionIsolation();
            if (now == level) return;
            if (isolation == null) isolation = now;
            connection.setTransactionIsolation(level);
        });
    }

    /** Gives it back as it was. */
    void giveBack() {
        run(() -> {
            closeStatements();
            // What a read has begun is over; a transaction of ours has ended before.
            if (!connection.getAutoCommit()) connection.rollback();
            if (connection.getAutoCommit() != autoCommit) connection.setAutoCommit(autoCommit);
            Integer before = isolation;
            if (before != null) connection.setTransactionIsolation(before);
            if (readOnly) connection.setReadOnly(true);
            if (networkMillis >= 0) connection.setNetworkTimeout(Runnable::run, networkMillis);
            connection.close();
        });
    }

    /** Ends the connection itself, so that nobody gets it again; what it had begun ends with it. */
    void abort() {
        run(() -> {
            try {
                connection.abort(Runnable::run);
                connection.rollback(); // fails, and a pool sees that the connection is gone
            } catch (SQLException gone) {
                // as it should be
            } finally {
                connection.close();
            }
        });
    }

    private interface Step {
        void run() throws SQLException;
    }

    private static void run(Step step) {
        try {
            step.run();
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }
}
