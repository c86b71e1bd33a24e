package io.imbed.store.jdbc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Every row has a statement of its own, and all of them are sent in one text. */
final class OneTextBulk implements Bulk {
    private final PlainBulk plain = PlainBulk.withList();

    @Override
    public <V> List<Query> find(Lookup<?, V> lookup, Collection<? extends Lookup.Key> keys, Consumer<V> taker) {
        return plain.find(lookup, keys, taker);
    }

    @Override
    public boolean isOneTrip() {
        return true;
    }

    @Override
    public void read(Session session, List<Query> queries) {
        if (!queries.isEmpty()) session.together(queries);
    }

    @Override
    public void write(Session session, List<Write.Rows> writes) {
        List<String> statements = new ArrayList<>();
        List<@Nullable Object> arguments = new ArrayList<>();
        for (Write.Rows rows : writes) {
            for (@Nullable Object[] values : rows.values()) {
                statements.add(rows.write().sql());
                arguments.addAll(Arrays.asList(values));
            }
        }
        List<Long> written = session.updateAll(statements, arguments);
        int next = 0;
        for (Write.Rows rows : writes) {
            for (int i = 0; i < rows.values().size(); i++) rows.require(written.get(next++), 1);
        }
    }
}
