package io.imbed.store.jdbc;

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

    private final Connection connection;
    private final String prefix;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    Session(Connection connection, String prefix) {
        this.connection = connection;
        this.prefix = prefix;
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
        try {
            return bound(sql, arguments).executeUpdate();
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /** A statement that has failed is prepared anew: SQLite's driver, for one, has closed it without saying so. */
    private SqlFailure failed(String sql, SQLException failure) {
        PreparedStatement statement = statements.remove(sql);
        try {
            if (statement != null) statement.close();
        } catch (SQLException also) {
            failure.addSuppressed(also);
        }
        return new SqlFailure(failure);
    }

    /** Runs something that takes no arguments and is not prepared: a pragma, DDL, the borders of a transaction. */
    void execute(String sql) {
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
        for (int i = 0; i < arguments.length; i++) statement.setObject(i + 1, stored(arguments[i]));
        return statement;
    }

    /** What every statement that is prepared is told. */
    void limit(PreparedStatement statement) throws SQLException {}

    /** What a query ends with whose rows nobody else may change until the transaction ends. */
    String forUpdate() {
        return "";
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
