package io.imbed.store.jdbc;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A query that is asked together with others, and what becomes of each of its rows. */
record Query(String sql, List<? extends @Nullable Object> arguments, Taker taker) {
    /** Reads one row. */
    interface Taker {
        void take(Row row) throws SQLException;
    }
}
