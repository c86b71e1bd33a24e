package io.imbed.store.jdbc;

import io.imbed.spi.Storage;
import java.io.IOException;
import java.nio.file.Path;

/** A database of a test, opened by this process and by others after it. */
interface Place extends AutoCloseable {
    /** What {@link #open(String)} opens, in any process of this machine. */
    String address();

    @Override
    void close() throws Exception;

    default Storage open() throws IOException {
        return open(address());
    }

    /** A database of the kind that {@code -Dim.database} names. */
    static Place make(Path folder) throws Exception {
        String kind = System.getProperty("im.database", "sqlite");
        return switch (kind) {
            case "sqlite" -> sqlite(folder);
            default -> throw new IllegalArgumentException("im.database is " + kind + ", must be sqlite");
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

    static Storage open(String address) throws IOException {
        return SqliteStorage.create(Path.of(address.substring("sqlite:".length())));
    }
}
