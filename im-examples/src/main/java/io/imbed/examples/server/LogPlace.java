package io.imbed.examples.server;

import io.imbed.MemoryStorage;
import io.imbed.spi.Storage;
import io.imbed.store.jdbc.SqliteStorage;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where rooms are kept. */
interface LogPlace {
    LogPlace MEMORY = MemoryStorage::create;

    /** @throws IOException with a sentence if it cannot be opened */
    Storage open() throws IOException;

    /**
     * @param option {@code memory}, {@code sqlite:DIR} or {@code jdbc:URL}
     * @throws IllegalArgumentException with a sentence if it is none of them
     */
    static LogPlace of(String option) {
        if (option.equals("memory")) return MEMORY;
        if (option.startsWith("jdbc:")) return DatabaseLog.of(option, System.getenv());
        if (option.startsWith(Folder.OPTION) && option.length() > Folder.OPTION.length()) return Folder.of(option);
        throw new IllegalArgumentException("--log " + option + " is not known: memory, sqlite:DIR or jdbc:URL");
    }

    /** A SQLite storage. */
    record Folder(Path path) implements LogPlace {
        private static final String OPTION = "sqlite:";

        private static Folder of(String option) {
            try {
                return new Folder(Path.of(option.substring(OPTION.length())));
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException("--log " + option + " names no folder", e);
            }
        }

        @Override
        public Storage open() throws IOException {
            try {
                return SqliteStorage.create(path);
            } catch (IOException e) {
                throw new IOException(
                        "cannot keep rooms in " + path + ": " + e.getMessage()
                                + "; --log chooses another folder, or memory",
                        e);
            }
        }
    }
}
