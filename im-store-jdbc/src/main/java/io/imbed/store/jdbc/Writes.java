package io.imbed.store.jdbc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a transaction writes, gathered by statement, so that many rows cost as much as one. Threads: one. */
final class Writes {
    /** Always the same, so that a database which is sent all of them at once is mostly sent what it has seen before. */
    private static final Comparator<Write> ORDER =
            Comparator.comparing(Write::verb).thenComparing(Write::table).thenComparing(write -> write.sql());

    private final Map<Write, List<@Nullable Object[]>> rows = new TreeMap<>(ORDER);

    /** @param values in the order of the write's columns */
    void add(Write write, @Nullable Object... values) {
        rows.computeIfAbsent(write, key -> new ArrayList<>()).add(values);
    }

    /** Hands all of it over. */
    void send(Session session, Bulk bulk) {
        if (rows.isEmpty()) return;
        List<Write.Rows> all = new ArrayList<>(rows.size());
        for (Map.Entry<Write, List<@Nullable Object[]>> each : rows.entrySet()) {
            all.add(new Write.Rows(each.getKey(), each.getValue()));
        }
        bulk.write(session, all);
    }
}
