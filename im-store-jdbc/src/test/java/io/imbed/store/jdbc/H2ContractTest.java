package io.imbed.store.jdbc;

import io.imbed.spi.Storage;
import io.imbed.testkit.DurableStorageContract;
import io.imbed.testkit.RoomLogContract;
import io.imbed.testkit.RoomStoreContract;
import java.nio.file.Path;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** H2 does what every storage does. */
class H2ContractTest {
    private static JdbcStorage.Builder builder(Path folder) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:" + folder.resolve("rooms") + ";WRITE_DELAY=0");
        return JdbcStorage.builder(source);
    }

    @Nested
    class Log extends RoomLogContract {
        @TempDir
        Path folder;

        @Override
        protected Storage open() throws Exception {
            return builder(folder).build();
        }
    }

    @Nested
    class Store extends RoomStoreContract {
        @TempDir
        Path folder;

        @Override
        protected Storage open() throws Exception {
            return builder(folder).build();
        }
    }

    @Nested
    class Durable extends DurableStorageContract {
        @TempDir
        Path folder;

        @Override
        protected Storage open() throws Exception {
            return builder(folder).build();
        }

        @Override
        protected Storage reopen() throws Exception {
            return builder(folder).build();
        }
    }
}
