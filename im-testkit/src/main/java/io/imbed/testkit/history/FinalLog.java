package io.imbed.testkit.history;

import io.imbed.protocol.Content;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rooms' logs as they stand after a run: every event of every room, in the order the storage gives them. Threads:
 * one.
 */
public final class FinalLog {
    /**
     * One event.
     *
     * @param seq of the message it posts, 0 if it posts none
     * @param digest of the message's content, null if recalled
     */
    record Entry(
            long rev,
            long seq,
            @Nullable String sender,
            @Nullable String cid,
            @Nullable String digest) {
        boolean posts() {
            return cid != null;
        }
    }

    /** One room's log. */
    static final class Log {
        final String epoch;
        final List<Entry> entries = new ArrayList<>();

        private Log(String epoch) {
            this.epoch = epoch;
        }

        long lastRev() {
            return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).rev();
        }
    }

    private final Map<String, Log> rooms = new LinkedHashMap<>();

    /** A room that is there, perhaps without events. */
    public FinalLog room(String room, String epoch) {
        rooms.putIfAbsent(room, new Log(epoch));
        return this;
    }

    /** The next event of a room. */
    public FinalLog add(Event event) {
        room(event.room(), event.epoch());
        Entry entry;
        if (event.body() instanceof EventBody.Posted posted) {
            Message message = posted.message();
            Content content = message.content();
            String digest = content == null ? null : HistoryRecorder.digest(content);
            entry = new Entry(event.rev(), message.seq(), message.sender(), message.cid(), digest);
        } else {
            entry = new Entry(event.rev(), event.body().seq(), null, null, null);
        }
        Log log = rooms.get(event.room());
        if (log != null) log.entries.add(entry);
        return this;
    }

    /** Where a reader is that has seen all of a room. */
    public Cursor head(String room) {
        Log log = rooms.get(room);
        if (log == null) throw new IllegalArgumentException("no room " + room);
        return new Cursor(log.epoch, log.lastRev());
    }

    Map<String, Log> rooms() {
        return rooms;
    }
}
