package io.imbed.store.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * PostgreSQL. The driver begins a transaction together with its first statement, so that it costs no round trip.
 */
final class PostgresDialect extends ServerDialect {
    /** Ours among the advisory locks: "imbd". */
    private static final int LOCKS = 0x696d6264;

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    Set<String> products() {
        return Set.of("postgresql");
    }

    @Override
    public Bulk bulk() {
        return new PostgresBulk();
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public void begin(Session session) {
        super.begin(session);
        if (!((BorrowedSession) session).isReadCommitted()) {
            session.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
        }
    }

    @Override
    public void beginRead(Session session) {
        super.begin(session);
        session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    }

    /** DDL is part of a transaction, and the lock ends with it. */
    @Override
    public void lockSchema(Session session) {
        begin(session);
        session.one(
                row -> row.textOrNull() == null,
                "SELECT CAST(pg_advisory_xact_lock(" + LOCKS + ", hashtext(current_schema() || '.$')) AS text)");
    }

    @Override
    public boolean isTrouble(SQLException failure) {
        return super.isTrouble(failure) || state(failure).equals("55P03"); // a lock that was not had in time
    }

    /** A standby that answers later than the own disk is a matter of the host's: any value but off waits for the disk. */
    @Override
    List<String> weaknesses(Session session) {
        List<String> found = new ArrayList<>();
        for (String setting : List.of("fsync", "full_page_writes")) {
            String value = show(session, setting);
            if (!value.equals("on")) found.add(must(setting, value, "on"));
        }
        String synchronous = show(session, "synchronous_commit");
        if (synchronous.equals("off")) found.add(must("synchronous_commit", synchronous, "on"));
        return found;
    }

    private static String show(Session session, String setting) {
        return session.one(row -> row.text(), "SHOW " + setting).orElse("unknown");
    }
}
