package io.imbed.store.jdbc;

import io.imbed.protocol.Durability;
import io.imbed.spi.Storage;
import java.io.IOException;
import java.nio.file.Path;

/** A database of a test, opened by this process and by others after it. */
interface Place extends AutoCloseable {
    /** What {@link #open(String)} opens, in any process of this machine. */
    String address();

    @Override
    void close() throws IOException;

    default Storage open() throws IOException {
        return open(address());
    }

    /** The kind that {@code -Dim.database} names. */
    static String kind() {
        return System.getProperty("im.database", "sqlite");
    }

    /** A database of a kind, without rooms. */
    static Place make(String kind, Path folder) throws IOException {
        return switch (kind) {
            case "sqlite" -> sqlite(folder);
            case "postgresql" -> PostgresPlace.start(folder);
            case "mariadb" -> MariaServer.place();
            default -> throw new IllegalArgumentException(kind + ", must be sqlite, postgresql or mariadb");
        };
    }

    static Place sqlite(Path folder) {
        return new Place() {
            @Override
            public String address() {
                return "sqlite:" + folder;
            }

            @Override
            public void close() {}
        };
    }

    /** One that begins with {@code weak} does not sync before it answers; one with the name of a mutant is broken. */
    static Storage open(String address) throws IOException {
        int colon = address.indexOf(':');
        String rest = address.substring(colon + 1);
        return switch (address.substring(0, colon)) {
            case "sqlite" -> SqliteStorage.create(Path.of(rest));
            case "weak" ->
                SqliteStorage.builder(Path.of(rest))
                        .durability(Durability.PROCESS)
                        .build();
            case "h2" -> JdbcStorage.create(Mutants.h2(Path.of(rest), ""));
            case "jdbc" -> JdbcStorage.create(TestDatabase.pool(address, 6));
            default -> Mutants.open(address.substring(0, colon), Path.of(rest));
        };
    }
}
