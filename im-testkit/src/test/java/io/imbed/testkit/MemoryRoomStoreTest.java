package io.imbed.testkit;

import io.imbed.MemoryStorage;
import io.imbed.spi.Storage;

class MemoryRoomStoreTest extends RoomStoreContract {
    @Override
    protected Storage open() {
        return MemoryStorage.create();
    }
}
