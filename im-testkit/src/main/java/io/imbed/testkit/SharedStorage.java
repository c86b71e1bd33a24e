package io.imbed.testkit;

import io.imbed.spi.ChangeFeed;
import io.imbed.spi.PendingSends;
import io.imbed.spi.RoomLog;
import io.imbed.spi.RoomStore;
import io.imbed.spi.Storage;
import io.imbed.spi.Upkeep;
import java.util.Optional;

/**
 * One storage for several servers of this process, as nodes share a database: each gets a handle of its own, and a server
 * that ends closes its handle and not the storage. Threads: as the storage.
 */
public final class SharedStorage implements AutoCloseable {
    private final Storage storage;

    private SharedStorage(Storage storage) {
        this.storage = storage;
    }

    /** @param storage one with a {@link Storage#feed}, such as the memory storage */
    public static SharedStorage of(Storage storage) {
        if (storage.feed().isEmpty())
            throw new IllegalArgumentException("nodes could not learn of each other's changes");
        return new SharedStorage(storage);
    }

    /** One node's way to it. */
    public Storage open() {
        return new Handle();
    }

    /** What is really there. */
    public Storage real() {
        return storage;
    }

    @Override
    public void close() {
        storage.close();
    }

    private final class Handle implements Storage {
        @Override
        public RoomLog log() {
            return storage.log();
        }

        @Override
        public RoomStore store() {
            return storage.store();
        }

        @Override
        public Upkeep upkeep() {
            return storage.upkeep();
        }

        @Override
        public Optional<PendingSends> pending() {
            return storage.pending();
        }

        @Override
        public Optional<ChangeFeed> feed() {
            return storage.feed();
        }

        @Override
        public Traits traits() {
            Traits real = storage.traits();
            return new Traits(real.durability(), true, real.writers());
        }

        @Override
        public void close() {}
    }
}
