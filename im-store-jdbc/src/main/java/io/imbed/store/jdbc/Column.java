package io.imbed.store.jdbc;

import java.util.ArrayList;
import java.util.List;

/** A column, of text or of whole numbers: there are no others. */
record Column(String name, boolean isNumber) {
    static Column text(String name) {
        return new Column(name, false);
    }

    static Column number(String name) {
        return new Column(name, true);
    }

    /** Several lists as one. */
    @SafeVarargs
    static List<Column> all(List<Column>... lists) {
        List<Column> all = new ArrayList<>();
        for (List<Column> each : lists) all.addAll(each);
        return List.copyOf(all);
    }
}
