package io.imbed.spring;

import io.imbed.spi.ChangeFeed;
import io.imbed.spi.PendingSends;
import io.imbed.spi.RoomLog;
import io.imbed.spi.RoomStore;
import io.imbed.spi.Storage;
import io.imbed.spi.Upkeep;
import java.util.Optional;
import javax.sql.DataSource;

/** A storage that knows which {@link DataSource} it lives in. */
record JdbcRoomsOfDataSource(Storage storage, DataSource source) implements Storage {
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
    public Optional<ChangeFeed> feed() {
        return storage.feed();
    }

    @Override
    public Traits traits() {
        return storage.traits();
    }

    @Override
    public Optional<PendingSends> pending() {
        return storage.pending();
    }

    @Override
    public void close() {
        storage.close();
    }
}
