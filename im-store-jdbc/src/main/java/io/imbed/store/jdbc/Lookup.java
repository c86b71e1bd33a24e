package io.imbed.store.jdbc;

import java.util.List;

/**
 * Finds rows by keys, many at once.
 *
 * @param sql a query with {@link #KEYS} in place of the condition that finds the rows
 * @param keys the columns that are compared
 * @param reader reads a row
 */
record Lookup<K extends Lookup.Key, V>(String sql, List<Column> keys, Session.Mapper<V> reader) {
    static final String KEYS = "{keys}";

    /** What rows are found by. */
    interface Key {
        String room();

        /** In the order of {@link Lookup#keys}. */
        List<Object> values();
    }

    String where(String condition) {
        return sql.replace(KEYS, condition);
    }
}
