package io.imbed.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;

/** PostgreSQL's driver sends several statements at once. */
class PostgresTripsIT extends TripsCase {
    @Override
    TestDatabase database() {
        return PostgresServer.database();
    }

    @Override
    HikariDataSource pool(TestDatabase database, URI server, int port) {
        String url = "jdbc:postgresql://127.0.0.1:" + port + server.getPath();
        return TestDatabase.pool(url, database.user(), "postgres", 8);
    }
}
