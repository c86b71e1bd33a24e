/** Rooms of Imbed in a database. */
module io.imbed.store.jdbc {
    requires transitive io.imbed.core;
    requires java.sql;
    requires org.slf4j;
    requires static org.jspecify;
    // Optional: whoever keeps rooms in SQLite brings it.
    requires static org.xerial.sqlitejdbc;

    exports io.imbed.store.jdbc;
}
