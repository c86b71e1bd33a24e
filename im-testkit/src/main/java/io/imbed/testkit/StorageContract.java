package io.imbed.testkit;

import io.imbed.spi.Storage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Opens a storage for each test, and closes it after. */
abstract class StorageContract implements StorageCase {
    private @Nullable Storage storage;

    /** A storage that holds nothing yet. */
    protected abstract Storage open() throws Exception;

    @BeforeEach
    void openStorage() throws Exception {
        storage = open();
    }

    @AfterEach
    void closeStorage() {
        if (storage != null) storage.close();
    }

    @Override
    public final Storage storage() {
        if (storage == null) throw new IllegalStateException("no test is running");
        return storage;
    }
}
