package io.imbed.store.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * MySQL and MariaDB, which for our purposes are one. Transactions are begun by statement: the drivers would tell the server of
 * every change of auto-commit, which takes a round trip each.
 */
final class MysqlDialect extends ServerDialect {
    private static final int DUPLICATE = 1062;
    private static final int LOCK_WAIT = 1205;
    private static final int DEADLOCK = 1213;
    private static final int CHANGED_SINCE = 1020;

    /**
     * What has no SQLSTATE of its own: disk or table full, too many connections, out of memory, server ending, statement
     * interrupted or out of time, read-only server, connection killed.
     */
    private static final Set<Integer> TROUBLE = Set.of(
            3,
            1021,
            1026,
            1028,
            1030,
            1037,
            1038,
            1040,
            1041,
            1053,
            1114,
            1158,
            1159,
            1160,
            1161,
            1180,
            LOCK_WAIT,
            DEADLOCK,
            CHANGED_SINCE,
            1290,
            1317,
            1792,
            1836,
            1927,
            1969,
            3024);

    /** How long a node waits for another one that migrates. */
    private static final int LOCK_SECONDS = 60;
    /** Its name is at most 64 characters long, whatever the database is called. */
    private static final String LOCK = "CONCAT('imbed.', MD5(CONCAT(DATABASE(), '.$')))";

    /** What is tried first comes first. */
    private static final List<OneTextBulk.Form> FORMS = List.of(OneTextBulk.Form.COMPOUND, OneTextBulk.Form.SEQUENCE);

    private static final String READ_COMMITTED = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED";
    private static final String BEGIN = "START TRANSACTION";

    /** How several statements are sent at once; null where they cannot. */
    private final OneTextBulk.@Nullable Form form;

    MysqlDialect() {
        this(null);
    }

    private MysqlDialect(OneTextBulk.@Nullable Form form) {
        this.form = form;
    }

    @Override
    public String name() {
        return "mysql";
    }

    @Override
    Set<String> products() {
        return Set.of("mysql", "mariadb");
    }

    @Override
    public Bulk bulk() {
        return form == null ? PlainBulk.withList() : new OneTextBulk(form);
    }

    @Override
    ServerDialect fitted(Connection connection) throws SQLException {
        for (OneTextBulk.Form each : FORMS) {
            if (takes(connection, each)) return new MysqlDialect(each);
        }
        return this;
    }

    /** MySQL's connections take a sequence with {@code allowMultiQueries} only. */
    private static boolean takes(Connection connection, OneTextBulk.Form form) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(form.of(List.of("SELECT ?", "SELECT ?")))) {
            statement.setLong(1, 1);
            statement.setLong(2, 2);
            statement.execute();
            return true;
        } catch (SQLSyntaxErrorException itCannot) {
            if (!connection.getAutoCommit()) connection.rollback();
            return false;
        }
    }

    @Override
    public boolean shared() {
        return true;
    }

    /** The level is that of the next transaction alone. */
    @Override
    public void begin(Session session) {
        boolean readCommitted = ((BorrowedSession) session).isReadCommitted();
        if (form != null) {
            if (readCommitted) session.lead(BEGIN);
            else session.lead(READ_COMMITTED, BEGIN);
        } else {
            if (!readCommitted) session.execute(READ_COMMITTED);
            session.execute(BEGIN);
        }
    }

    @Override
    public void beginRead(Session session) {
        session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        session.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
    }

    @Override
    public void commit(Session session) {
        session.execute("COMMIT");
    }

    @Override
    public void rollback(Session session) {
        session.execute("ROLLBACK");
    }

    /** DDL commits by itself, so that a migration may end in the middle, and can be run again from its beginning. */
    @Override
    public void lockSchema(Session session) {
        ((BorrowedSession) session).autoCommit(true);
        boolean locked = session.one(row -> row.flag(), "SELECT GET_LOCK(" + LOCK + ", " + LOCK_SECONDS + ")")
                .orElse(false);
        if (!locked) {
            throw new SqlFailure(new SQLException("another node holds the lock of the tables", null, LOCK_WAIT));
        }
    }

    @Override
    public void unlockSchema(Session session, boolean done) {
        session.one(row -> row.flag(), "SELECT RELEASE_LOCK(" + LOCK + ")");
    }

    @Override
    public boolean isTrouble(SQLException failure) {
        return super.isTrouble(failure) || TROUBLE.contains(failure.getErrorCode());
    }

    @Override
    public boolean isPassing(SQLException failure) {
        int code = failure.getErrorCode();
        return super.isPassing(failure)
                || code == DUPLICATE
                || code == LOCK_WAIT
                || code == DEADLOCK
                || code == CHANGED_SINCE;
    }

    @Override
    List<String> weaknesses(Session session) throws IOException {
        List<String> found = new ArrayList<>();
        expect(found, "innodb_flush_log_at_trx_commit", variable(session, "innodb_flush_log_at_trx_commit"), "1");
        if (isOn(variable(session, "log_bin"))) expect(found, "sync_binlog", variable(session, "sync_binlog"), "1");
        String doublewrite = variable(session, "innodb_doublewrite");
        if (!isOn(doublewrite) && !doublewrite.startsWith("DETECT")) {
            found.add(must("innodb_doublewrite", doublewrite, "ON"));
        }
        // That of the word alone is to be forgotten.
        String tables = Schema.tables(this).stream()
                .filter(table -> !table.equals("$alive"))
                .collect(Collectors.joining("', '", "'", "'"));
        found.addAll(session.all(
                row -> must("the engine of " + row.text(), row.text(), "InnoDB"),
                "SELECT table_name, engine FROM information_schema.tables WHERE table_schema = DATABASE()"
                        + " AND engine <> 'InnoDB' AND table_name IN (" + tables + ") ORDER BY table_name"));
        return found;
    }

    private static void expect(List<String> found, String setting, String value, String wanted) {
        if (!value.equals(wanted)) found.add(must(setting, value, wanted));
    }

    private static boolean isOn(String value) {
        return value.equalsIgnoreCase("ON") || value.equals("1");
    }

    private static String variable(Session session, String name) {
        return session.one(row -> row.text(), "SELECT @@GLOBAL." + name).orElse("unknown");
    }
}
