package io.imbed.examples.server;

import io.imbed.MemoryStorage;
import io.imbed.spi.Storage;
import io.imbed.store.jdbc.SqliteStorage;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where rooms are kept.
 *
 * @param folder of a SQLite storage; null for memory
 */
record LogPlace(@Nullable Path folder) {
    static final LogPlace MEMORY = new LogPlace(null);

    private static final String SQLITE = "sqlite:";

    /**
     * @param option {@code memory} or {@code sqlite:DIR}
     * @throws IllegalArgumentException with a sentence if it is neither
     */
    static LogPlace of(String option) {
        if (option.equals("memory")) return MEMORY;
        if (!option.startsWith(SQLITE) || option.length() == SQLITE.length()) {
            throw new IllegalArgumentException("--log " + option + " is not known: memory or sqlite:DIR");
        }
        try {
            return new LogPlace(Path.of(option.substring(SQLITE.length())));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("--log " + option + " names no folder", e);
        }
    }

    /** @throws IOException with a sentence if it cannot be opened */
    Storage open() throws IOException {
        if (folder == null) return MemoryStorage.create();
        try {
            return SqliteStorage.create(folder);
        } catch (IOException e) {
            throw new IOException(
                    "cannot keep rooms in " + folder + ": " + e.getMessage()
                            + "; --log chooses another folder, or memory",
                    e);
        }
    }
}
