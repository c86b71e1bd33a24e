package io.imbed.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The row that a result set stands on, read column by column from left to right. Threads: one. */
final class Row {
    private final ResultSet results;
    private int column;

    Row(ResultSet results) {
        this.results = results;
    }

    /** Moves to the next row, to be read from its first column; false if there is none. */
    boolean next() throws SQLException {
        column = 0;
        return results.next();
    }

    String text() throws SQLException {
        String text = results.getString(++column);
        if (text == null) throw new SQLException("column " + column + " is null");
        return text;
    }

    @Nullable String textOrNull() throws SQLException {
        return results.getString(++column);
    }

    long number() throws SQLException {
        return results.getLong(++column);
    }

    @Nullable Long numberOrNull() throws SQLException {
        long number = results.getLong(++column);
        return results.wasNull() ? null : Long.valueOf(number);
    }

    boolean flag() throws SQLException {
        return number() != 0;
    }

    Instant time() throws SQLException {
        return Instant.ofEpochMilli(number());
    }

    @Nullable Instant timeOrNull() throws SQLException {
        Long millis = numberOrNull();
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
