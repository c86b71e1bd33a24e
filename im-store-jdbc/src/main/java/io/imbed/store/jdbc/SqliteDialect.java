package io.imbed.store.jdbc;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/**
 * SQLite. The driver's own transactions begin with the first statement and again after each commit, so an idle connection
 * would hold the lock; here each is begun by hand, and a writing one takes the lock at once.
 */
final class SqliteDialect implements Dialect {
    @Override
    public String name() {
        return "sqlite";
    }

    @Override
    public void begin(Session session) {
        session.execute("BEGIN IMMEDIATE");
    }

    @Override
    public void commit(Session session) {
        session.execute("COMMIT");
    }

    /** An error such as a full disk has rolled it back already. */
    @Override
    public void rollback(Session session) {
        try {
            session.execute("ROLLBACK");
        } catch (SqlFailure noTransaction) {
            if (!isPrimary(noTransaction.failure(), SQLiteErrorCode.SQLITE_ERROR)) throw noTransaction;
        }
    }

    @Override
    public void beginRead(Session session) {
        session.execute("BEGIN");
    }

    @Override
    public boolean isTrouble(SQLException failure) {
        return isPrimary(failure, SQLiteErrorCode.SQLITE_FULL)
                || isPrimary(failure, SQLiteErrorCode.SQLITE_IOERR)
                || isPrimary(failure, SQLiteErrorCode.SQLITE_BUSY)
                || isPrimary(failure, SQLiteErrorCode.SQLITE_LOCKED)
                || isPrimary(failure, SQLiteErrorCode.SQLITE_READONLY)
                || isPrimary(failure, SQLiteErrorCode.SQLITE_CANTOPEN)
                || isPrimary(failure, SQLiteErrorCode.SQLITE_NOMEM)
                || isPrimary(failure, SQLiteErrorCode.SQLITE_CORRUPT)
                || isPrimary(failure, SQLiteErrorCode.SQLITE_NOTADB);
    }

    /**
     * A disk that is full, or a lock that is held, is met before the commit's last frame is written. A failed sync is not: what
     * was written may be found after a crash, unless the next transaction has overwritten it.
     */
    @Override
    public boolean isSurelyNotCommitted(SQLException failure) {
        return isPrimary(failure, SQLiteErrorCode.SQLITE_FULL) || isPrimary(failure, SQLiteErrorCode.SQLITE_BUSY);
    }

    /** The low byte of a code is its class, the rest says more. */
    private static boolean isPrimary(SQLException failure, SQLiteErrorCode code) {
        return (failure.getErrorCode() & 0xFF) == code.code;
    }
}
