package io.imbed.store.jdbc;

import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.spi.EventSlice;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of {@code event}, e in queries. */
final class EventTable {
    private static final List<Column> KEY = List.of(Column.text("room_id"), Column.number("rev"));
    private static final Write INSERT = Write.insert(
            "$event",
            Column.all(
                    KEY,
                    List.of(
                            Column.number("happened_at"),
                            Column.text("by_user"),
                            Column.number("content_seq"),
                            Column.text("body"))));
    private static final Write REWRITE = Write.update("$event", List.of(Column.text("body")), KEY);
    private static final Write DELETE_BELOW = Write.deleteBelow("$event", KEY);

    private EventTable() {}

    /** Events of a room behind {@code rev}, all of which are kept, until there are enough or they are above the bytes. */
    static EventSlice after(Session session, Header header, long rev, int maxEvents, int maxBytes) {
        return session.read(
                rows -> {
                    List<Event> events = new ArrayList<>();
                    long bytes = 0;
                    while (events.size() < maxEvents && bytes <= maxBytes && rows.next()) {
                        Event event = read(rows, header);
                        events.add(event);
                        bytes += FrameSize.of(event.body());
                    }
                    return new EventSlice(false, events, header.rev());
                },
                "SELECT e.rev, e.happened_at, e.by_user, e.content_seq, e.body, " + MessageTable.COLUMNS
                        + " FROM $event e LEFT JOIN $message m ON m.room_id = e.room_id AND m.seq = e.content_seq"
                        + " WHERE e.room_id = ? AND e.rev > ? AND e.rev <= ? ORDER BY e.rev",
                header.row().id(),
                rev,
                rev + maxEvents);
    }

    private static Event read(Row row, Header header) throws SQLException {
        long rev = row.number();
        Instant at = row.time();
        String by = row.text();
        Long contentSeq = row.numberOrNull();
        String body = row.textOrNull();
        Kept kept = contentSeq == null ? null : MessageTable.readOrNull(row);
        return new Event(
                header.row().id(), header.epoch(), rev, at, by, body(body, kept == null ? null : kept.message()));
    }

    private static EventBody body(@Nullable String text, @Nullable Message message) throws SQLException {
        if (text == null) {
            if (message == null) throw new SQLException("an event is without its message");
            return new EventBody.Posted(message);
        }
        EventBody body = Texts.body(text);
        return body instanceof EventBody.Edited ? EventBody.Edited.of(body.seq(), message) : body;
    }

    static void insert(Writes writes, String room, LoggedEvent event) {
        EventBody body = event.body();
        writes.add(
                INSERT,
                room,
                event.rev(),
                event.at(),
                event.by(),
                event.contentSeq(),
                body == null ? null : Texts.body(body));
        if (body instanceof EventBody.Joined joined) JoiningTable.insert(writes, room, event.rev(), joined);
    }

    /** Replaces what one says. */
    static void rewrite(Writes writes, String room, long rev, EventBody body) {
        writes.add(REWRITE, Texts.body(body), room, rev);
    }

    static void deleteBelow(Writes writes, String room, long rev) {
        writes.add(DELETE_BELOW, room, rev);
        JoiningTable.deleteBelow(writes, room, rev);
    }
}
