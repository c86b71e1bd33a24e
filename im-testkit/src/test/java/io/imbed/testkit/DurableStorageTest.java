package io.imbed.testkit;

import io.imbed.MemoryStorage;
import io.imbed.protocol.Durability;
import io.imbed.spi.RoomLog;
import io.imbed.spi.RoomStore;
import io.imbed.spi.Storage;
import io.imbed.spi.Upkeep;

/** Holds the contract to account before there is a durable storage: a memory storage whose close does nothing passes. */
class DurableStorageTest extends DurableStorageContract {
    private final Storage memory = MemoryStorage.create();

    @Override
    protected Storage open() {
        return new Unclosed();
    }

    @Override
    protected Storage reopen() {
        return new Unclosed();
    }

    private final class Unclosed implements Storage {
        @Override
        public RoomLog log() {
            return memory.log();
        }

        @Override
        public RoomStore store() {
            return memory.store();
        }

        @Override
        public Upkeep upkeep() {
            return memory.upkeep();
        }

        @Override
        public Traits traits() {
            return new Traits(Durability.PROCESS, false, 1);
        }

        @Override
        public void close() {}
    }
}
