package io.imbed.store.jdbc;

import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections to a SQLite file: as many as are needed at once, and each is used again. Threads: any. */
final class SqliteSessions implements Sessions, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteSessions.class);

    private final SqliteFile file;
    private final Duration limit;
    private final boolean readOnly;
    private final ArrayDeque<SqliteSession> idle = new ArrayDeque<>(); // guarded by this
    private boolean closed; // guarded by this

    /** @param limit of what is done with a connection before it is given back */
    SqliteSessions(SqliteFile file, Duration limit, boolean readOnly) {
        this.file = file;
        this.limit = limit;
        this.readOnly = readOnly;
    }

    @Override
    public Session take() {
        SqliteSession session = idle();
        if (session == null) {
            session = file.open(limit);
            if (readOnly) session.execute("PRAGMA query_only = 1");
        }
        session.begin();
        return session;
    }

    private synchronized @Nullable SqliteSession idle() {
        return idle.poll();
    }

    @Override
    public void give(Session session, boolean sound) {
        if (sound && keep((SqliteSession) session)) return;
        try {
            session.close();
        } catch (SqlFailure e) {
            LOG.warn("a connection to {} did not close: {}", file.database(), e.getMessage());
        }
    }

    private synchronized boolean keep(SqliteSession session) {
        if (!closed) idle.push(session);
        return !closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(Session::close);
        idle.clear();
    }
}
