package io.imbed.store.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** H2, in this process or as a server, for one node at a time. */
final class H2Dialect extends ServerDialect {
    /** One that JDBC does not know. REPEATABLE READ sees each table as of when it is read first, and that is not one moment. */
    private static final int SNAPSHOT = 6;

    private static final int CHANGED_BY_OTHER = 90131;
    private static final int LOCK_WAIT = 50200;

    private static final String SYNC = "CHECKPOINT SYNC";

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
    public Bulk bulk() {
        return PlainBulk.withList();
    }

    @Override
    public boolean shared() {
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

    /**
     * H2 itself, also without a WRITE_DELAY, leaves it to the operating system when the disk gets what was committed. Whether
     * this fails or not, the transaction may be seen.
     */
    @Override
    public void commit(Session session) {
        super.commit(session);
        session.execute(SYNC);
    }

    @Override
    void requireUsable(Session session) throws IOException {
        if (session.one(row -> row.textOrNull() == null, "SELECT DATABASE_PATH()")
                .orElse(true)) {
            throw new IOException("the database is in memory, which forgets all: MemoryStorage does that quicker");
        }
        if (!session.succeeds(SYNC)) {
            throw new IOException("the user may not run " + SYNC + ", which each commit needs to be on the disk:"
                    + " it must have ADMIN rights");
        }
    }

    @Override
    List<String> weaknesses(Session session) {
        return List.of();
    }

    /**
     * A row that is inserted and not committed: another node that inserts it waits, and gives up. It is gone when the
     * connection is, however that ends.
     */
    @Override
    Hold hold(BorrowedSessions sessions) throws IOException {
        BorrowedSession session = sessions.take();
        try {
            if (!Schema.exists(session, "$holder")) {
                session.execute("CREATE TABLE IF NOT EXISTS $holder (one BIGINT NOT NULL PRIMARY KEY)");
            }
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
