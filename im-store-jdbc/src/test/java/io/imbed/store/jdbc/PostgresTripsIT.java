package io.imbed.store.jdbc;

/** PostgreSQL's driver sends several statements at once. */
class PostgresTripsIT extends TripsCase {
    @Override
    TestDatabase database() {
        return PostgresServer.database();
    }
}
