package io.imbed.store.jdbc;

import io.imbed.spi.ChangeFeed;
import io.imbed.spi.RoomLog;
import io.imbed.spi.RoomStore;
import io.imbed.spi.Storage;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A storage in a database. Threads: any. */
final class JdbcRooms implements Storage {
    private final Traits traits;
    private final Appender appender;
    private final Reads reads;
    private final Runnable atTheEnd;
    private final RoomLog log;
    private final RoomStore store;
    private final @Nullable ChangeFeed feed; // null where nobody else uses the database
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param atTheEnd run once nothing is written or read any more */
    JdbcRooms(Traits traits, Appender appender, Reads reads, Runnable atTheEnd) {
        this.traits = traits;
        this.appender = appender;
        this.reads = reads;
        this.atTheEnd = atTheEnd;
        this.log = new JdbcRoomLog(appender, reads);
        this.store = new JdbcRoomStore(reads);
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
    public Optional<ChangeFeed> feed() {
        return Optional.ofNullable(feed);
    }

    @Override
    public Traits traits() {
        return traits;
    }

    /** What waits is written and answered first. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) return;
        appender.close();
        reads.close();
        atTheEnd.run();
    }
}
