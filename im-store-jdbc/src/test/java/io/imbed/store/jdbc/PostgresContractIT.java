package io.imbed.store.jdbc;

import io.imbed.spi.Storage;
import io.imbed.testkit.DurableStorageContract;
import io.imbed.testkit.RoomLogContract;
import io.imbed.testkit.RoomStoreContract;
import org.junit.jupiter.api.Nested;

/** PostgreSQL does what every storage does. */
class PostgresContractIT {
    @Nested
    class Log extends RoomLogContract {
        @Override
        protected Storage open() throws Exception {
            return PostgresServer.database().fresh().build();
        }
    }

    @Nested
    class Store extends RoomStoreContract {
        @Override
        protected Storage open() throws Exception {
            return PostgresServer.database().fresh().build();
        }
    }

    @Nested
    class Durable extends DurableStorageContract {
        private final JdbcStorage.Builder builder = PostgresServer.database().fresh();

        @Override
        protected Storage open() throws Exception {
            return builder.build();
        }

        @Override
        protected Storage reopen() throws Exception {
            return builder.build();
        }
    }

    @Nested
    class Feed extends JdbcFeedContract {
        @Override
        TestDatabase database() {
            return PostgresServer.database();
        }
    }
}
