package io.imbed.store.jdbc;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to write with, to a database that may lose what it has acknowledged when it ends: before each transaction it is
 * asked whether it has. This costs a round trip, which a database that is as durable as the disk spares.
 *
 * <p>Threads: one.
 */
final class WeakSessions implements Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(WeakSessions.class);

    private final Sessions sessions;
    private final ServerDialect dialect;
    private String word = "";

    WeakSessions(Sessions sessions, ServerDialect dialect) {
        this.sessions = sessions;
        this.dialect = dialect;
    }

    @Override
    public Session take() {
        Session session = sessions.take();
        boolean sound = false;
        try {
            if (!isSame(session)) {
                if (ServerLife.begin(session, dialect, true)) {
                    LOG.warn("the database has ended and may have lost something: all rooms begin another epoch");
                }
                word = dialect.inTransaction(session, () -> dialect.word(session))
                        .orElse("");
            }
            sound = true;
            return session;
        } finally {
            if (!sound) sessions.give(session, false);
        }
    }

    private boolean isSame(Session session) {
        return dialect.inTransaction(session, () -> dialect.word(session))
                .filter(word::equals)
                .isPresent();
    }

    @Override
    public void give(Session session, boolean sound) {
        sessions.give(session, sound);
    }
}
