package io.imbed.store.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL takes a whole column of values as one argument, so that a statement is the same for any number of rows; and its
 * driver sends the statements of one prepared text together and waits once. Each of them still sees what was committed before
 * it began: what is read behind a lock is not older than the lock.
 */
final class PostgresBulk implements Bulk {
    /**
     * A plan that is kept may have been made while a table was small and would read all of it. Those of queries cannot, as they
     * look up key by key; those that change rows are made each time.
     */
    private static final String PLAN_ANEW = "SET LOCAL plan_cache_mode = force_custom_plan";

    @Override
    public <V> List<Query> find(Lookup<?, V> lookup, Collection<? extends Lookup.Key> keys, Consumer<V> taker) {
        List<Column> columns = lookup.keys();
        String names = IntStream.range(0, columns.size()).mapToObj(i -> "k" + i).collect(Collectors.joining(", "));
        String condition = IntStream.range(0, columns.size())
                .mapToObj(i -> columns.get(i).name() + " = k.k" + i)
                .collect(Collectors.joining(" AND "));
        List<@Nullable Object[]> rows = new ArrayList<>(keys.size());
        for (Lookup.Key key : keys) rows.add(key.values().toArray());
        // The offset keeps the planner from joining in another way than key by key, in their order.
        String sql = "SELECT x.* FROM " + unnest(columns) + " AS k(" + names + "), LATERAL (" + lookup.where(condition)
                + " OFFSET 0) x";
        return List.of(new Query(
                sql, arrays(columns, rows), row -> taker.accept(lookup.reader().read(row))));
    }

    @Override
    public boolean isOneTrip() {
        return true;
    }

    @Override
    public void read(Session session, List<Query> queries) {
        if (!queries.isEmpty()) session.together(queries, OneTextBulk.Form.SEQUENCE);
    }

    @Override
    public void write(Session session, List<Write.Rows> writes) {
        List<String> statements = new ArrayList<>();
        List<@Nullable Object> arguments = new ArrayList<>();
        statements.add(PLAN_ANEW);
        for (Write.Rows rows : writes) {
            statements.add(sql(rows.write()));
            arguments.addAll(arrays(rows.write().columns(), rows.values()));
        }
        List<Long> written = session.updateAll(statements, arguments);
        for (int i = 0; i < writes.size(); i++) {
            Write.Rows rows = writes.get(i);
            rows.require(written.get(i + 1), rows.values().size());
        }
    }

    private static String sql(Write write) {
        List<Column> columns = write.columns();
        String rows = unnest(columns) + " AS v(" + Write.names("", columns) + ")";
        return switch (write.verb()) {
            case DELETE -> "DELETE FROM " + write.table() + " t USING " + rows + " WHERE " + write.finding("t.", "v.");
            case UPDATE ->
                "UPDATE " + write.table() + " t SET "
                        + write.set().stream()
                                .map(column -> column.name() + " = v." + column.name())
                                .collect(Collectors.joining(", "))
                        + " FROM " + rows + " WHERE " + write.finding("t.", "v.");
            case INSERT -> write.inserting() + " SELECT * FROM " + rows;
            case RAISE -> write.raising() + "(SELECT v." + columns.get(0).name() + " FROM " + rows + ")";
            case NUMBER ->
                write.inserting() + " SELECT n.token - " + Write.names("v.", columns) + " FROM $feed n, " + rows;
        };
    }

    private static String unnest(List<Column> columns) {
        return "unnest(" + columns.stream().map(column -> "?").collect(Collectors.joining(", ")) + ")";
    }

    private static List<Object> arrays(List<Column> columns, List<@Nullable Object[]> rows) {
        List<Object> arrays = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            @Nullable Object[] values = new Object[rows.size()];
            for (int row = 0; row < values.length; row++) values[row] = rows.get(row)[i];
            arrays.add(new Session.Values(columns.get(i).isNumber() ? "bigint" : "text", values));
        }
        return arrays;
    }
}
