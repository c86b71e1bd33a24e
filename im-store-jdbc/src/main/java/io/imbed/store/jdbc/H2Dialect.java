package io.imbed.store.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** H2, in this process or as a server, for one node at a time. */
final class H2Dialect extends ServerDialect {
    /** One that JDBC does not know. REPEATABLE READ sees each table as of when it is read first, and that is not one moment. */
    private static final int SNAPSHOT = 6;

    private static final int CHANGED_BY_OTHER = 90131;
    private static final int LOCK_WAIT = 50200;

    /** Database closed, files damaged or not writable, out of memory or disk, connection broken, read only. */
    private static final Set<Integer> TROUBLE = Set.of(
            LOCK_WAIT, CHANGED_BY_OTHER, 90007, 90020, 90028, 90030, 90031, 90067, 90097, 90098, 90100, 90108, 90121);

    @Override
    public String name() {
        return "h2";
    }

    @Override
    Set<String> products() {
        return Set.of("h2");
    }

    @Override
    boolean shared() {
        return false;
    }

    @Override
    public void begin(Session session) {
        BorrowedSession borrowed = (BorrowedSession) session;
        borrowed.isolation(Connection.TRANSACTION_READ_COMMITTED);
        borrowed.autoCommit(false);
    }

    @Override
    public void beginRead(Session session) {
        BorrowedSession borrowed = (BorrowedSession) session;
        borrowed.isolation(SNAPSHOT);
        borrowed.autoCommit(false);
    }

    @Override
    public boolean isTrouble(SQLException failure) {
        return super.isTrouble(failure) || TROUBLE.contains(failure.getErrorCode());
    }

    @Override
    public boolean isPassing(SQLException failure) {
        int code = failure.getErrorCode();
        return super.isPassing(failure) || code == CHANGED_BY_OTHER || code == LOCK_WAIT;
    }

    @Override
    List<String> weaknesses(Session session) {
        List<String> found = new ArrayList<>();
        String delay = session.one(
                        row -> row.text(),
                        "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'WRITE_DELAY'")
                .orElse("unknown");
        if (!delay.equals("0")) found.add(must("WRITE_DELAY", delay, "0"));
        return found;
    }

    /** There is one node, which notes when it is done: whoever finds that it did not finds another word. */
    @Override
    Optional<String> word(Session session) {
        return Optional.of(Life.newEpoch());
    }

    /**
     * A row that is inserted and not committed: another node that inserts it waits, and gives up. It is gone when the
     * connection is, however that ends.
     */
    @Override
    Hold hold(BorrowedSessions sessions) throws IOException {
        BorrowedSession session = sessions.take();
        try {
            session.execute("CREATE TABLE IF NOT EXISTS $holder (one BIGINT NOT NULL PRIMARY KEY)");
            begin(session);
            session.update("INSERT INTO $holder (one) VALUES (1)");
        } catch (SqlFailure e) {
            sessions.give(session, false);
            if (!isPassing(e.failure())) throw e;
            throw new IOException("it is in use by another node; an H2 database is for one at a time", e);
        }
        return () -> sessions.give(session, true);
    }
}
