package io.imbed.store.jdbc;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor;
import io.imbed.spi.Entry;
import io.imbed.spi.EventSlice;
import io.imbed.spi.MessageSlice;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomLog;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The log's face of a database. Threads: any. */
final class JdbcRoomLog implements RoomLog {
    private final Appender appender;
    private final Reads reads;

    JdbcRoomLog(Appender appender, Reads reads) {
        this.appender = appender;
        this.reads = reads;
    }

    @Override
    public CompletionStage<List<Outcome>> append(List<Entry> batch) {
        return appender.append(batch);
    }

    @Override
    public CompletionStage<EventSlice> events(String room, Cursor after, int maxEvents, int maxBytes) {
        return reads.together(session -> {
            Header header = RoomTable.header(session, room).orElse(null);
            if (header == null || !header.epoch().equals(after.epoch())) return EventSlice.GAP;
            if (after.rev() < header.firstRev() - 1 || after.rev() > header.rev()) return EventSlice.GAP;
            return EventTable.after(session, header, after.rev(), maxEvents, maxBytes);
        });
    }

    @Override
    public CompletionStage<MessageSlice> history(String room, Anchor anchor, int maxMessages, int maxBytes) {
        return reads.together(session -> RoomTable.header(session, room)
                .map(header -> HistoryPage.read(session, header, anchor, maxMessages, maxBytes))
                .orElseGet(() -> new MessageSlice(List.of(), false, 0)));
    }

    @Override
    public CompletionStage<Optional<Message>> message(String room, long seq) {
        return reads.read(session -> MessageTable.bySeq(session, room, seq).map(Kept::message));
    }

    @Override
    public CompletionStage<Set<String>> reactions(String room, long seq, String user) {
        return reads.read(session -> ReactionTable.keys(session, room, seq, user));
    }

    @Override
    public CompletionStage<List<Message>> pinned(String room) {
        return reads.read(session ->
                MessageTable.pinned(session, room).stream().map(Kept::message).toList());
    }

    @Override
    public CompletionStage<Optional<Message>> find(String room, String sender, String cid) {
        return reads.read(
                session -> MessageTable.byCid(session, room, sender, cid).map(Kept::message));
    }
}
