package io.imbed.store.jdbc;

/** Who makes and changes the tables. */
public enum SchemaMode {
    /** The storage does when it opens, under a lock, so that several nodes may start at once. The default. */
    MIGRATE,
    /**
     * The host's own migration tool does, with the text of {@link JdbcStorage#schema}; the storage only looks, and does not
     * open if something is missing. Its user then needs no right to change tables.
     */
    CHECK
}
