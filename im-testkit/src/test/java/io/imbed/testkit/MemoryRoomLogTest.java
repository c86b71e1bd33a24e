package io.imbed.testkit;

import io.imbed.MemoryStorage;
import io.imbed.spi.Storage;

class MemoryRoomLogTest extends RoomLogContract {
    @Override
    protected Storage open() {
        return MemoryStorage.create();
    }
}
