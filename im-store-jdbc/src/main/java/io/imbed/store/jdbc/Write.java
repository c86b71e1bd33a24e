package io.imbed.store.jdbc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One way to write rows of a table, the same for each of them. What a row needs are the values to be set and then those that
 * find it, in the order in which they are named here.
 *
 * @param exact whether each writes just one row, so that anything else is a defect
 */
record Write(Verb verb, String table, List<Column> set, List<Column> found, boolean below, boolean exact) {
    /**
     * What it does, in the order in which all of a transaction are done: what goes makes place for what comes, and a counter
     * that all nodes wait for is the last to be locked.
     */
    enum Verb {
        DELETE,
        UPDATE,
        INSERT,
        RAISE,
        NUMBER
    }

    static Write insert(String table, List<Column> set) {
        return new Write(Verb.INSERT, table, set, List.of(), false, true);
    }

    static Write update(String table, List<Column> set, List<Column> found) {
        return new Write(Verb.UPDATE, table, set, found, false, true);
    }

    /** Deletes one row. */
    static Write delete(String table, List<Column> found) {
        return new Write(Verb.DELETE, table, List.of(), found, false, true);
    }

    /** Deletes what there is. */
    static Write deleteAll(String table, List<Column> found) {
        return new Write(Verb.DELETE, table, List.of(), found, false, false);
    }

    /** Deletes what there is with the last column below its value. */
    static Write deleteBelow(String table, List<Column> found) {
        return new Write(Verb.DELETE, table, List.of(), found, true, false);
    }

    /** Adds to the one row of a table. */
    static Write raise(String table, Column counter) {
        return new Write(Verb.RAISE, table, List.of(counter), List.of(), false, true);
    }

    /** Inserts rows whose first column is a token, counted back from the one of {@code feed}. */
    static Write number(String table, List<Column> set) {
        return new Write(Verb.NUMBER, table, set, List.of(), false, true);
    }

    /** Whether one statement takes many rows. */
    boolean takesRows() {
        return verb == Verb.INSERT || verb == Verb.NUMBER;
    }

    /** The statement for so many rows, which is one unless it {@link #takesRows}. */
    String sql(int rows) {
        if (!takesRows()) return sql();
        String token = verb == Verb.NUMBER ? "(SELECT token FROM $feed) - " : "";
        return inserting() + " VALUES " + String.join(", ", Collections.nCopies(rows, "(" + token + places() + ")"));
    }

    /** The statement for one row. */
    String sql() {
        return switch (verb) {
            case DELETE -> "DELETE FROM " + table + " WHERE " + finding("", "?");
            case UPDATE ->
                "UPDATE " + table + " SET "
                        + set.stream().map(column -> column.name() + " = ?").collect(Collectors.joining(", "))
                        + " WHERE "
                        + finding("", "?");
            case INSERT -> inserting() + " VALUES (" + places() + ")";
            case RAISE -> raising() + "?";
            case NUMBER -> inserting() + " SELECT n.token - " + places() + " FROM $feed n";
        };
    }

    private String places() {
        return String.join(", ", Collections.nCopies(set.size(), "?"));
    }

    /** The beginning of an addition, up to what is added. */
    String raising() {
        String counter = set.get(0).name();
        return "UPDATE " + table + " SET " + counter + " = " + counter + " + ";
    }

    /** The beginning of an insert, up to its values. */
    String inserting() {
        return "INSERT INTO " + table + " (" + names("", set) + ")";
    }

    /** The condition that finds a row by values; those are named like their columns behind {@code value}, or all alike. */
    String finding(String row, String value) {
        List<String> conditions = new ArrayList<>(found.size());
        for (int i = 0; i < found.size(); i++) {
            String name = found.get(i).name();
            String sign = below && i == found.size() - 1 ? " < " : " = ";
            conditions.add(row + name + sign + (value.equals("?") ? value : value + name));
        }
        return String.join(" AND ", conditions);
    }

    static String names(String before, List<Column> columns) {
        return columns.stream().map(column -> before + column.name()).collect(Collectors.joining(", "));
    }

    /** All columns, in the order of the values. */
    List<Column> columns() {
        List<Column> all = new ArrayList<>(set);
        all.addAll(found);
        return all;
    }

    /** A row that must be there was not, so what the draft knew is not what is stored. */
    static final class MissingRow extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MissingRow(Write write) {
            super(write.verb() + " of " + write.table() + " did not meet its row");
        }
    }

    /** The rows of one transaction that are written in this way; at least one. */
    record Rows(Write write, List<@Nullable Object[]> values) {
        /** @param written how many the database has written, of all or of {@code of} them */
        void require(long written, int of) {
            if (write.exact() && written != of) throw new MissingRow(write);
        }
    }
}
