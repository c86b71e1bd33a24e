package io.imbed.store.jdbc;

import java.sql.SQLException;

/** How a database differs from others. */
interface Dialect {
    /** The folder of its schema. */
    String name();

    /** Whether several nodes may use it at once; then they are told of each other's changes. */
    default boolean shared() {
        return false;
    }

    /** Begins a transaction that writes; what it reads stays as it is until the end. */
    void begin(Session session);

    void commit(Session session);

    void rollback(Session session);

    /** Begins one that reads, all of it as of one moment; it ends with {@link #rollback}. */
    void beginRead(Session session);

    /**
     * Whether the database is away, full or busy, so that trying again later may help. Anything else is the fault of what was
     * written.
     */
    boolean isTrouble(SQLException failure);

    /** How many rows at once are asked for and written. */
    default Bulk bulk() {
        return PlainBulk.withValues();
    }

    /**
     * Whether another transaction was in the way, so that nothing was stored and the same may succeed at once: a deadlock, or
     * a row that somebody else has inserted meanwhile.
     */
    default boolean isPassing(SQLException failure) {
        return false;
    }

    /** Whether a commit that failed like this surely stored nothing. */
    boolean isSurelyNotCommitted(SQLException failure);

    /** Lets one node at a time at the tables, and begins what {@link #unlockSchema} ends. */
    default void lockSchema(Session session) {
        begin(session);
    }

    /** @param done whether all of it was done; else what can be undone is undone */
    default void unlockSchema(Session session, boolean done) {
        if (done) commit(session);
        else rollback(session);
    }
}
