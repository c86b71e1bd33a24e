package io.imbed.store.jdbc;

import io.imbed.spi.ChangeFeed;
import io.imbed.spi.PendingSends;
import io.imbed.spi.RoomLog;
import io.imbed.spi.RoomStore;
import io.imbed.spi.Storage;
import io.imbed.spi.Upkeep;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A storage in a database. Threads: any. */
final class JdbcRooms implements Storage {
    private final Traits traits;
    private final Appender appender;
    private final @Nullable JdbcPendingSends pending;
    private final StoreThreads threads;
    private final Runnable atTheEnd;
    private final RoomLog log;
    private final RoomStore store;
    private final Upkeep upkeep;
    private final @Nullable ChangeFeed feed; // null where nobody else uses the database
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param pending null where the host has no transactions of its own
     * @param threads those of the others; ended with the storage
     * @param atTheEnd run once nothing is written or read any more
     */
    JdbcRooms(
            Traits traits,
            Appender appender,
            Reads reads,
            @Nullable JdbcPendingSends pending,
            StoreThreads threads,
            Runnable atTheEnd) {
        this.traits = traits;
        this.appender = appender;
        this.pending = pending;
        this.threads = threads;
        this.atTheEnd = atTheEnd;
        this.log = new JdbcRoomLog(appender, reads);
        this.store = new JdbcRoomStore(reads);
        this.upkeep = new JdbcUpkeep(appender, reads);
        this.feed = traits.shared() ? new JdbcFeed(reads) : null;
    }

    @Override
    public RoomLog log() {
        return log;
    }

    @Override
    public RoomStore store() {
        return store;
    }

    @Override
    public Upkeep upkeep() {
        return upkeep;
    }

    @Override
    public Optional<ChangeFeed> feed() {
        return Optional.ofNullable(feed);
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public Optional<PendingSends> pending() {
        return Optional.ofNullable(pending);
    }

    /** What waits is written and answered first. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) return;
        appender.close();
        threads.close();
        atTheEnd.run();
    }
}
