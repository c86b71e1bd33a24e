package io.imbed.store.jdbc;

import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;

/** MariaDB takes several statements in one, and MySQL takes them at once where the host's connections let it. */
class MariaTripsIT {
    @Nested
    class InOneStatement extends TripsCase {
        @Override
        TestDatabase database() {
            return MariaServer.database();
        }
    }

    @Nested
    class InOneText extends TripsCase {
        @Override
        TestDatabase database() {
            return MariaServer.severalInOneText();
        }

        @Override
        DataSource source(DataSource pool) {
            return MariaServer.likeMysql(pool);
        }
    }
}
