package io.imbed.store.jdbc;

import io.imbed.spi.Change;
import io.imbed.spi.Upkeep;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The housekeeper's face of a database. Threads: any. */
final class JdbcUpkeep implements Upkeep {
    private final Appender appender;
    private final Reads reads;

    JdbcUpkeep(Appender appender, Reads reads) {
        this.appender = appender;
        this.reads = reads;
    }

    @Override
    public CompletionStage<Void> probe() {
        return appender.probe();
    }

    @Override
    public CompletionStage<List<Extent>> extents(@Nullable String after, int limit) {
        return reads.read(session -> UpkeepReads.extents(session, after, limit));
    }

    @Override
    public CompletionStage<Change.Trim> due(String room, Instant messages, Instant events, long newest, int limit) {
        return reads.together(session -> RoomTable.header(session, room)
                .map(header -> UpkeepReads.due(session, header, messages, events, newest, limit))
                .orElse(Change.Trim.NOTHING));
    }

    @Override
    public CompletionStage<Traces> traces(String user, @Nullable String after, int limit) {
        return reads.read(session -> UpkeepReads.traces(session, user, after, limit));
    }

    @Override
    public CompletionStage<Boolean> isNamed(String room, String user) {
        return reads.read(session -> UpkeepReads.isNamed(session, room, user));
    }

    @Override
    public CompletionStage<List<Sent>> sent(String room, String sender, @Nullable String after, int limit) {
        return reads.read(session -> UpkeepReads.sent(session, room, sender, after, limit));
    }

    @Override
    public CompletionStage<List<Long>> reacted(String room, String user, long after, int limit) {
        return reads.read(session -> UpkeepReads.reacted(session, room, user, after, limit));
    }
}
