package io.imbed.internal.memory;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.spi.EventSlice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One room's events by rev.
 *
 * <p>Threads: guarded by the room that owns it.
 */
final class EventTable {
    private final String room;
    private final String epoch;
    private final MessageTable messages;
    private final NumberedDeque<LoggedEvent> byRev = new NumberedDeque<>();

    private long heapBytes;

    /** @param messages where contents are read from */
    EventTable(String room, String epoch, MessageTable messages) {
        this.room = room;
        this.epoch = epoch;
        this.messages = messages;
    }

    long first() {
        return byRev.first();
    }

    long last() {
        return byRev.last();
    }

    int size() {
        return byRev.size();
    }

    long heapBytes() {
        return heapBytes;
    }

    void add(LoggedEvent event) {
        byRev.add(event);
        heapBytes += Footprint.heap(event);
    }

    /** Drops the oldest event and returns what it weighed. */
    long removeFirst() {
        long weight = Footprint.heap(byRev.removeFirst());
        heapBytes -= weight;
        return weight;
    }

    LoggedEvent at(long rev) {
        return byRev.at(rev);
    }

    /** Whether one tells a user's name. */
    boolean name(String user) {
        for (long rev = first(); rev <= last(); rev++) if (names(rev, user)) return true;
        return false;
    }

    private boolean names(long rev, String user) {
        return at(rev).body() instanceof EventBody.Joined joined && joined.names(user);
    }

    /** By how many bytes {@link #unname} makes it heavier; lighter, if below zero. */
    long growthWithout(String user) {
        long growth = 0;
        for (long rev = first(); rev <= last(); rev++) {
            if (names(rev, user)) growth += Footprint.heap(unnamed(at(rev))) - Footprint.heap(at(rev));
        }
        return growth;
    }

    void unname(String user) {
        for (long rev = first(); rev <= last(); rev++) {
            if (!names(rev, user)) continue;
            LoggedEvent unnamed = unnamed(at(rev));
            heapBytes += Footprint.heap(unnamed) - Footprint.heap(at(rev));
            byRev.set(rev, unnamed);
        }
    }

    private static LoggedEvent unnamed(LoggedEvent event) {
        return event.body() instanceof EventBody.Joined joined
                ? LoggedEvent.of(event.at(), event.by(), joined.unnamed())
                : event;
    }

    /** The oldest event of {@code time} or later, or among the newest; not further than {@code limit} from the oldest of all. */
    long firstSince(Instant time, long newest, int limit) {
        long rev = first();
        while (rev <= last() - newest && rev < first() + limit && at(rev).at().isBefore(time)) rev++;
        return rev;
    }

    EventSlice after(Cursor cursor, int maxEvents, int maxBytes) {
        boolean kept = cursor.rev() >= first() - 1 && cursor.rev() <= last();
        if (!kept || !cursor.epoch().equals(epoch)) return EventSlice.GAP;
        List<Event> events = new ArrayList<>();
        long bytes = 0;
        for (long rev = cursor.rev() + 1; rev <= last() && events.size() < maxEvents && bytes <= maxBytes; rev++) {
            LoggedEvent event = byRev.at(rev);
            events.add(new Event(room, epoch, rev, event.at(), event.by(), body(event)));
            bytes += encodedBytes(event);
        }
        return new EventSlice(false, events, last());
    }

    private EventBody body(LoggedEvent event) {
        EventBody body = event.body();
        if (body == null)
            return new EventBody.Posted(messages.at(event.posted()).message());
        if (!(body instanceof EventBody.Edited)) return body;
        KeptMessage kept = messages.get(body.seq());
        return EventBody.Edited.of(body.seq(), kept == null ? null : kept.message());
    }

    private int encodedBytes(LoggedEvent event) {
        KeptMessage kept = messages.get(event.contentOf());
        return kept == null ? Footprint.encodedBare(event.body()) : kept.encodedBytes();
    }
}
