package io.imbed.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;

/** MariaDB takes several statements at once where the host's connections let it. */
class MariaTripsIT extends TripsCase {
    @Override
    TestDatabase database() {
        return MariaServer.database();
    }

    @Override
    HikariDataSource pool(TestDatabase database, URI server, int port) {
        String url = "jdbc:mariadb://127.0.0.1:" + port + server.getPath() + "?allowMultiQueries=true";
        return TestDatabase.pool(url, database.user(), "", 8);
    }
}
