package io.imbed.store.jdbc;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * How a database is asked for many rows at once, and told to write many: in as few statements, and over a network in as few
 * round trips, as it can. Threads: any.
 */
interface Bulk {
    /** The queries that find the rows of these keys, in the order of the keys; there is at least one key. */
    <V> List<Query> find(Lookup<?, V> lookup, Collection<? extends Lookup.Key> keys, Consumer<V> taker);

    /** Whether queries that are asked together cost no more than one. */
    boolean isOneTrip();

    /** Asks queries, in their order, of which none needs another's answer. */
    void read(Session session, List<Query> queries);

    /** Writes, in their order. */
    void write(Session session, List<Write.Rows> writes);
}
