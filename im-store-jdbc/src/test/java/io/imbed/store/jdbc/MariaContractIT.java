package io.imbed.store.jdbc;

import io.imbed.spi.Storage;
import io.imbed.testkit.DurableStorageContract;
import io.imbed.testkit.RoomLogContract;
import io.imbed.testkit.RoomStoreContract;
import org.junit.jupiter.api.Nested;

/** MariaDB does what every storage does. */
class MariaContractIT {
    @Nested
    class Log extends RoomLogContract {
        @Override
        protected Storage open() throws Exception {
            return MariaServer.database().fresh().build();
        }
    }

    /** Statement by statement. */
    @Nested
    class LogLikeMysql extends RoomLogContract {
        @Override
        protected Storage open() throws Exception {
            return JdbcStorage.builder(
                            MariaServer.likeMysql(MariaServer.database().source()))
                    .prefix(TestDatabase.freshPrefix())
                    .build();
        }
    }

    @Nested
    class Store extends RoomStoreContract {
        @Override
        protected Storage open() throws Exception {
            return MariaServer.database().fresh().build();
        }
    }

    @Nested
    class Durable extends DurableStorageContract {
        private final JdbcStorage.Builder builder = MariaServer.database().fresh();

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
            return MariaServer.database();
        }
    }
}
