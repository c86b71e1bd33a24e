package io.imbed.store.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A statement for each kind of row, executed one after the other. */
final class PlainBulk implements Bulk {
    private static final List<Integer> SIZES = List.of(1, 8, 64);

    private final List<Integer> sizes;
    private final String list;

    private PlainBulk(List<Integer> sizes, String list) {
        this.sizes = sizes;
        this.list = list;
    }

    /** For SQLite, where a list of rows is a query of its own. */
    static PlainBulk withValues() {
        return new PlainBulk(SIZES, "VALUES ");
    }

    static PlainBulk withList() {
        return new PlainBulk(SIZES, "");
    }

    /** Finds up to 64 rows at once; there are few sizes, so that each statement is prepared once. */
    @Override
    public <V> List<Query> find(Lookup<?, V> lookup, Collection<? extends Lookup.Key> keys, Consumer<V> taker) {
        List<Query> queries = new ArrayList<>();
        int most = sizes.get(sizes.size() - 1);
        List<Lookup.Key> asked = List.copyOf(keys);
        for (int from = 0; from < asked.size(); from += most) {
            List<Lookup.Key> some = asked.subList(from, Math.min(from + most, asked.size()));
            int size = sizes.stream()
                    .filter(each -> each >= some.size())
                    .findFirst()
                    .orElse(most);
            List<Object> arguments = new ArrayList<>();
            // What is missing to the size is filled up with the last one, which is found once all the same.
            for (int i = 0; i < size; i++) {
                arguments.addAll(some.get(Math.min(i, some.size() - 1)).values());
            }
            queries.add(new Query(
                    sql(lookup, size),
                    arguments,
                    row -> taker.accept(lookup.reader().read(row))));
        }
        return queries;
    }

    private String sql(Lookup<?, ?> lookup, int size) {
        if (size == 1) {
            return lookup.where(
                    lookup.keys().stream().map(key -> key.name() + " = ?").collect(Collectors.joining(" AND ")));
        }
        String names = Write.names("", lookup.keys());
        String places =
                "(" + String.join(", ", Collections.nCopies(lookup.keys().size(), "?")) + ")";
        return lookup.where("(" + names + ") IN (" + list + String.join(", ", Collections.nCopies(size, places)) + ")");
    }

    @Override
    public boolean isOneTrip() {
        return false;
    }

    @Override
    public void read(Session session, List<Query> queries) {
        for (Query query : queries) session.each(query);
    }

    @Override
    public void write(Session session, List<Write.Rows> writes) {
        for (Write.Rows rows : writes) session.batch(rows);
    }
}
