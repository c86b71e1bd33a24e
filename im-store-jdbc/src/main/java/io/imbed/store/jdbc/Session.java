package io.imbed.store.jdbc;

import java.sql.Array;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One connection with its statements, which are prepared once. SQL is written with a $ for the prefix of all names.
 *
 * <p>Arguments are strings, numbers, booleans (as 1 and 0), times (as milliseconds) and null. Whatever fails is a
 * {@link SqlFailure}.
 *
 * <p>Threads: one at a time.
 */
class Session implements AutoCloseable {
    /** Reads one row. */
    interface Mapper<T> {
        T read(Row row) throws SQLException;
    }

    /** Reads rows until it has enough. */
    interface Reader<T> {
        T read(Row rows) throws SQLException;
    }

    /** An argument of many values, of a type that the database has an array of. */
    record Values(String type, @Nullable Object[] values) {}

    private final Connection connection;
    private final String prefix;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private List<String> lead = List.of(); // what begins a transaction, until something is sent

    Session(Connection connection, String prefix) {
        this.connection = connection;
        this.prefix = prefix;
    }

    /** Says something together with what is said next, if that can be several statements. */
    void lead(String... sql) {
        lead = List.of(sql);
    }

    private List<String> takeLead() {
        List<String> first = lead;
        lead = List.of();
        return first;
    }

    /** What was to lead goes alone. */
    private void sendLead() {
        List<String> first = takeLead();
        first.forEach(this::execute);
    }

    <T> Optional<T> one(Mapper<T> mapper, String sql, @Nullable Object... arguments) {
        return read(rows -> rows.next() ? Optional.of(mapper.read(rows)) : Optional.empty(), sql, arguments);
    }

    <T> List<T> all(Mapper<T> mapper, String sql, @Nullable Object... arguments) {
        Reader<List<T>> reader = rows -> {
            List<T> all = new ArrayList<>();
            while (rows.next()) all.add(mapper.read(rows));
            return all;
        };
        return read(reader, sql, arguments);
    }

    <T> T read(Reader<T> reader, String sql, @Nullable Object... arguments) {
        sendLead();
        try {
            PreparedStatement statement = bound(sql, arguments);
            try (ResultSet results = statement.executeQuery()) {
                return reader.read(new Row(results));
            }
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /** Returns how many rows it changed. */
    int update(String sql, @Nullable Object... arguments) {
        sendLead();
        try {
            return bound(sql, arguments).executeUpdate();
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /** Asks a query that was made to be asked with others. */
    void each(Query query) {
        Reader<Boolean> reader = rows -> {
            while (rows.next()) query.taker().take(rows);
            return true;
        };
        read(reader, query.sql(), query.arguments().toArray());
    }

    /** Writes rows in one way, together. */
    void batch(Write.Rows rows) {
        String sql = rows.write().sql();
        sendLead();
        try {
            if (rows.values().size() == 1) {
                rows.require(bound(sql, rows.values().get(0)).executeUpdate(), 1);
                return;
            }
            PreparedStatement statement = null;
            for (@Nullable Object[] values : rows.values()) {
                statement = bound(sql, values);
                statement.addBatch();
            }
            if (statement == null) return;
            for (int count : statement.executeBatch()) {
                if (count != Statement.SUCCESS_NO_INFO) rows.require(count, 1);
            }
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /** Asks several queries in one text, which the driver must be able to send together. */
    void together(List<Query> queries, OneTextBulk.Form form) {
        List<String> texts = new ArrayList<>(takeLead());
        for (Query query : queries) texts.add(query.sql());
        String sql = form.of(texts);
        try {
            PreparedStatement statement = bound(
                    sql,
                    queries.stream()
                            .flatMap(query -> query.arguments().stream())
                            .toArray());
            statement.setFetchSize(0); // all at once: to fetch the rest would be another round trip
            boolean rows = statement.execute();
            for (Query query : queries) {
                toRows(statement, rows);
                try (ResultSet results = statement.getResultSet()) {
                    Row row = new Row(results);
                    while (row.next()) query.taker().take(row);
                }
                rows = statement.getMoreResults();
            }
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /** Goes on to the next rows, past what statements without any have answered. */
    private static void toRows(Statement statement, boolean there) throws SQLException {
        boolean rows = there;
        while (!rows) {
            if (statement.getUpdateCount() < 0) throw new SQLException("there are fewer answers than queries");
            rows = statement.getMoreResults();
        }
    }

    /** Runs statements in one text, likewise; returns how many rows each has changed. */
    List<Long> updateAll(List<String> statements, List<@Nullable Object> arguments) {
        sendLead();
        String sql = String.join("; ", statements);
        List<Long> written = new ArrayList<>(statements.size());
        try {
            PreparedStatement statement = bound(sql, arguments.toArray());
            statement.execute();
            for (int i = 0; i < statements.size(); i++) {
                written.add((long) statement.getUpdateCount());
                statement.getMoreResults();
            }
        } catch (SQLException e) {
            throw failed(sql, e);
        }
        return written;
    }

    /** A statement that has failed is prepared anew: SQLite's driver, for one, has closed it without saying so. */
    private SqlFailure failed(String sql, SQLException failure) {
        PreparedStatement statement = statements.remove(sql);
        try {
            if (statement != null) statement.close();
        } catch (SQLException also) {
            failure.addSuppressed(also);
        }
        // That of a batch says less than what is behind it.
        SQLException cause = failure instanceof BatchUpdateException ? failure.getNextException() : null;
        return new SqlFailure(cause == null ? failure : cause);
    }

    /** Runs something that takes no arguments and is not prepared: a pragma, DDL, the borders of a transaction. */
    void execute(String sql) {
        sendLead();
        try (Statement statement = connection.createStatement()) {
            statement.execute(named(sql));
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** Whether a query can be run, so whether what it names is there. Nothing else is under way on the connection. */
    boolean succeeds(String sql) {
        try {
            execute(sql);
            return true;
        } catch (SqlFailure e) {
            recover();
            return false;
        }
    }

    /** Makes the connection usable after a statement that has failed outside of a transaction. */
    void recover() {}

    /** What has been prepared so far, as it was written. */
    Set<String> prepared() {
        return Set.copyOf(statements.keySet());
    }

    private PreparedStatement bound(String sql, @Nullable Object... arguments) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(named(sql));
            limit(statement);
            statements.put(sql, statement);
        }
        for (int i = 0; i < arguments.length; i++) {
            Object argument = arguments[i];
            if (argument instanceof Values values) statement.setArray(i + 1, array(values));
            else statement.setObject(i + 1, stored(argument));
        }
        return statement;
    }

    /** What every statement that is prepared is told. */
    void limit(PreparedStatement statement) throws SQLException {}

    /** What a query ends with whose rows nobody else may change until the transaction ends. */
    String forUpdate() {
        return "";
    }

    private Array array(Values values) throws SQLException {
        @Nullable Object[] stored = new Object[values.values().length];
        for (int i = 0; i < stored.length; i++) stored[i] = stored(values.values()[i]);
        return connection.createArrayOf(values.type(), stored);
    }

    private static @Nullable Object stored(@Nullable Object argument) {
        if (argument instanceof Instant time) return time.toEpochMilli();
        if (argument instanceof Boolean flag) return flag ? 1L : 0L;
        return argument;
    }

    /** Everything that was prepared is prepared anew when it is asked for again. */
    final void closeStatements() throws SQLException {
        for (PreparedStatement statement : statements.values()) statement.close();
        statements.clear();
    }

    String named(String sql) {
        return sql.replace("$", prefix);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }
}
