package io.imbed.testkit;

import io.imbed.MemoryStorage;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Storage;

class MemoryChangeFeedTest extends ChangeFeedContract {
    private static final int KEPT = 10_000;

    @Override
    protected Storage open() {
        return MemoryStorage.create();
    }

    @Override
    protected void outdate(Storage storage) {
        TestRoom busy = TestRoom.make(storage, RoomKind.GROUP, "busy", "alice");
        for (int i = 0; i < KEPT / 100; i++) busy.posts(100);
    }
}
