package io.imbed.store.jdbc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All statements are sent in one text. Rows that are new go many in one statement, any other has its own; how many each has
 * changed is asked for in the same text, as a compound statement tells of rows that were asked for and of nothing else.
 */
final class OneTextBulk implements Bulk {
    /** What makes several statements one text. */
    enum Form {
        /** One after the other, for connections that allow it. */
        SEQUENCE("", ""),
        /** MariaDB's compound statement, which any connection may send, and of which the whole has the time limit. */
        COMPOUND("BEGIN NOT ATOMIC ", "; END");

        private final String begin;
        private final String end;

        Form(String begin, String end) {
            this.begin = begin;
            this.end = end;
        }

        String of(List<String> statements) {
            return begin + String.join("; ", statements) + end;
        }
    }

    private static final String COUNT = "; SELECT ROW_COUNT()";
    private static final int MOST_ROWS = 64;
    /** A text is sent when it is as long as this: a server refuses one of more than 16 MiB, a value may have 64 KiB. */
    private static final int MOST_LETTERS = 1 << 20;

    private final PlainBulk plain = PlainBulk.withList();
    private final Form form;

    OneTextBulk(Form form) {
        this.form = form;
    }

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
        if (!queries.isEmpty()) session.together(queries, form);
    }

    @Override
    public void write(Session session, List<Write.Rows> writes) {
        List<Query> text = new ArrayList<>();
        long letters = 0;
        for (Write.Rows rows : writes) {
            List<@Nullable Object[]> values = rows.values();
            int step = rows.write().takesRows() ? MOST_ROWS : 1;
            for (int from = 0; from < values.size(); from += step) {
                Query one = query(rows, values.subList(from, Math.min(from + step, values.size())));
                text.add(one);
                letters += letters(one);
                if (letters < MOST_LETTERS) continue;
                session.together(text, form);
                text.clear();
                letters = 0;
            }
        }
        if (!text.isEmpty()) session.together(text, form);
    }

    private static Query query(Write.Rows rows, List<@Nullable Object[]> some) {
        List<@Nullable Object> arguments = new ArrayList<>();
        for (@Nullable Object[] values : some) arguments.addAll(Arrays.asList(values));
        return new Query(
                rows.write().sql(some.size()) + COUNT, arguments, row -> rows.require(row.number(), some.size()));
    }

    private static long letters(Query query) {
        long letters = query.sql().length();
        for (Object argument : query.arguments()) {
            if (argument instanceof String text) letters += text.length();
        }
        return letters;
    }
}
