package io.imbed.store.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A database that others than we look after: reached through the host's connections, and as durable as it was set up to be.
 * What is here holds for most; rooms are locked row by row.
 */
abstract class ServerDialect implements Dialect {
    /** All that there are. */
    static final List<ServerDialect> ALL = List.of(new PostgresDialect(), new MysqlDialect(), new H2Dialect());

    /** Classes of SQLSTATE: connection, resources, an operator's intervention, the system, and rolled back. */
    private static final Set<String> TROUBLE = Set.of("08", "53", "57", "58", "40");
    /** A transaction that may only read, where a server has become a standby. */
    private static final String READ_ONLY = "25006";

    private static final String UNIQUE = "23505";

    /** Finds the one whose database it is; empty if there is none. */
    static Optional<ServerDialect> of(DatabaseMetaData database) throws SQLException {
        String product = database.getDatabaseProductName().toLowerCase(Locale.ROOT);
        return ALL.stream().filter(each -> each.products().contains(product)).findFirst();
    }

    /** The same, as it fits the host's connections. */
    ServerDialect fitted(Connection connection) throws SQLException {
        return this;
    }

    /** What the database calls itself, in small letters. */
    abstract Set<String> products();

    /** @throws IOException if rooms cannot be kept in it at all */
    void requireUsable(Session session) throws IOException {}

    /** What is the matter with the database's settings if what was committed must survive a loss of power; empty if nothing. */
    abstract List<String> weaknesses(Session session) throws IOException;

    /**
     * A word that is forgotten when the database ends in a way that may lose what it had acknowledged; empty until it is given
     * {@link #newWord another one}. It stands in a table that such a database empties.
     */
    Optional<String> word(Session session) {
        return session.one(row -> row.text(), "SELECT word FROM $alive");
    }

    final String newWord(Session session) {
        String word = Life.newEpoch();
        session.update("INSERT INTO $alive (word) VALUES (?)", word);
        return word;
    }

    /** Keeps other nodes away where only one may use the database, until what is returned is closed. */
    Hold hold(BorrowedSessions sessions) throws IOException {
        return () -> {};
    }

    /** What a node holds while it uses the database. */
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /** Does something in a transaction of its own. */
    final <T> T inTransaction(Session session, Supplier<T> steps) {
        begin(session);
        T result;
        try {
            result = steps.get();
        } catch (RuntimeException e) {
            try {
                rollback(session);
            } catch (SqlFailure also) {
                e.addSuppressed(also);
            }
            throw e;
        }
        commit(session);
        return result;
    }

    @Override
    public void begin(Session session) {
        ((BorrowedSession) session).autoCommit(false);
    }

    @Override
    public void commit(Session session) {
        ((BorrowedSession) session).commit();
    }

    @Override
    public void rollback(Session session) {
        ((BorrowedSession) session).rollback();
    }

    @Override
    public boolean isTrouble(SQLException failure) {
        String state = state(failure);
        return state.length() >= 2 && TROUBLE.contains(state.substring(0, 2))
                || state.equals(READ_ONLY)
                || failure instanceof SQLTransientException
                || failure instanceof SQLRecoverableException
                || failure instanceof SQLTimeoutException
                || failure instanceof SQLNonTransientConnectionException;
    }

    @Override
    public boolean isPassing(SQLException failure) {
        String state = state(failure);
        return state.startsWith("40") || state.equals(UNIQUE);
    }

    /** Where the server itself answered that it has rolled back. Of a connection that broke nobody knows. */
    @Override
    public boolean isSurelyNotCommitted(SQLException failure) {
        String state = state(failure);
        return (state.startsWith("40") && !state.equals("40003")) || state.startsWith("23");
    }

    static String state(SQLException failure) {
        String state = failure.getSQLState();
        return state == null ? "" : state;
    }

    /** A setting that must be what it is not, as a sentence. */
    static String must(String setting, String found, String wanted) {
        return setting + " is " + found + " and must be " + wanted;
    }
}
