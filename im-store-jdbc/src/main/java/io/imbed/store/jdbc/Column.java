package io.imbed.store.jdbc;

import java.util.List;
import java.util.stream.Stream;

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
        return Stream.of(lists).flatMap(List::stream).toList();
    }
}
