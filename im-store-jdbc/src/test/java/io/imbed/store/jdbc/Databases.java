package io.imbed.store.jdbc;

import io.imbed.spi.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** The databases that measurements compare, by name. */
final class Databases {
    private Databases() {}

    /** Those that {@code -Dim.databases} names, with commas between them. */
    static List<String> chosen() {
        return List.of(System.getProperty("im.databases", "sqlite,h2,postgresql,mariadb")
                .split(","));
    }

    static Storage open(String database, Path folder) throws IOException {
        if (database.equals("sqlite")) return SqliteStorage.create(folder);
        return JdbcStorage.builder(source(database, folder))
                .prefix(TestDatabase.freshPrefix())
                .build();
    }

    /** Empty for one that is in this process. */
    static Optional<TestDatabase> server(String database) {
        return switch (database) {
            case "postgresql" -> Optional.of(PostgresServer.database());
            case "mariadb" -> Optional.of(MariaServer.database());
            default -> Optional.empty();
        };
    }

    /** All but SQLite, which is not opened through one. */
    static DataSource source(String database, Path folder) {
        return switch (database) {
            case "postgresql", "mariadb" -> server(database).orElseThrow().source();
            case "h2" -> {
                JdbcDataSource source = new JdbcDataSource();
                source.setURL("jdbc:h2:" + folder.resolve("rooms") + ";WRITE_DELAY=0");
                yield source;
            }
            default -> throw new IllegalArgumentException(database + ", must be sqlite, postgresql, mariadb or h2");
        };
    }
}
