package io.imbed.store.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections of the host's, each borrowed for one transaction or read. Threads: any. */
final class BorrowedSessions implements Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(BorrowedSessions.class);

    private final DataSource source;
    private final String prefix;
    private final Duration limit;
    private final boolean readCommitted;

    /**
     * @param limit of each statement
     * @param readCommitted whether the host's connections come with READ COMMITTED; to ask each would take a round trip
     */
    BorrowedSessions(DataSource source, String prefix, Duration limit, boolean readCommitted) {
        this.source = source;
        this.prefix = prefix;
        this.limit = limit;
        this.readCommitted = readCommitted;
    }

    @Override
    public BorrowedSession take() {
        try {
            Connection connection = source.getConnection();
            try {
                return new BorrowedSession(connection, prefix, limit, readCommitted);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** What is done with one connection. */
    interface Task<T> {
        T of(BorrowedSession session) throws IOException;
    }

    <T> T with(Task<T> task) throws IOException {
        BorrowedSession session = take();
        boolean sound = true;
        try {
            return task.of(session);
        } catch (RuntimeException | Error e) {
            sound = false;
            throw e;
        } finally {
            give(session, sound);
        }
    }

    @Override
    public void give(Session session, boolean sound) {
        BorrowedSession borrowed = (BorrowedSession) session;
        try {
            if (sound) borrowed.giveBack();
            else borrowed.abort();
        } catch (SqlFailure e) {
            LOG.debug("a connection could not be given back: {}", e.getMessage());
            if (sound) abort(borrowed);
        }
    }

    private static void abort(BorrowedSession session) {
        try {
            session.abort();
        } catch (SqlFailure e) {
            LOG.warn("a connection could not be closed: {}", e.getMessage());
        }
    }
}
