package io.imbed.store.jdbc;

import io.imbed.spi.Storage;
import io.imbed.testkit.DurableStorageContract;
import io.imbed.testkit.RoomLogContract;
import io.imbed.testkit.RoomStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** SQLite does what every storage does. */
class SqliteContractTest {
    @Nested
    class Log extends RoomLogContract {
        @TempDir
        Path folder;

        @Override
        protected Storage open() throws Exception {
            return SqliteStorage.create(folder);
        }
    }

    @Nested
    class Store extends RoomStoreContract {
        @TempDir
        Path folder;

        @Override
        protected Storage open() throws Exception {
            return SqliteStorage.create(folder);
        }
    }

    @Nested
    class Durable extends DurableStorageContract {
        @TempDir
        Path folder;

        @Override
        protected Storage open() throws Exception {
            return SqliteStorage.create(folder);
        }

        @Override
        protected Storage reopen() throws Exception {
            return SqliteStorage.create(folder);
        }
    }
}
