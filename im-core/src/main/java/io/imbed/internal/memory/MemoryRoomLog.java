package io.imbed.internal.memory;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor;
import io.imbed.spi.Entry;
import io.imbed.spi.EventSlice;
import io.imbed.spi.Guard;
import io.imbed.spi.MessageSlice;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomLog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The log's face of {@link MemoryRooms}. Threads: any. */
final class MemoryRoomLog implements RoomLog {
    private final MemoryRooms rooms;

    MemoryRoomLog(MemoryRooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public CompletionStage<List<Outcome>> append(List<Entry> batch) {
        List<Outcome> outcomes = new ArrayList<>(batch.size());
        Set<String> stale = new HashSet<>(0);
        for (Entry entry : batch) {
            Outcome outcome = append(stale.contains(entry.room()) ? entry.under(new Guard.Never()) : entry);
            outcomes.add(outcome);
            if (outcome instanceof Outcome.Stale && !(entry.guard() instanceof Guard.Never)) stale.add(entry.room());
        }
        return CompletableFuture.completedFuture(outcomes);
    }

    private Outcome append(Entry entry) {
        try {
            return rooms.append(entry);
        } catch (RuntimeException e) {
            // Only what is planned can throw, and a plan changes nothing. The text stays out: it may quote the entry.
            return new Outcome.Failed(e.getClass().getName());
        }
    }

    @Override
    public CompletionStage<EventSlice> events(String room, Cursor after, int maxEvents, int maxBytes) {
        return rooms.read(() -> {
            Room found = rooms.room(room);
            return found == null ? EventSlice.GAP : found.events(after, maxEvents, maxBytes);
        });
    }

    @Override
    public CompletionStage<MessageSlice> history(String room, Anchor anchor, int maxMessages, int maxBytes) {
        return rooms.read(() -> {
            Room found = rooms.room(room);
            if (found == null) return new MessageSlice(List.of(), false, 0);
            return found.history(anchor, maxMessages, maxBytes);
        });
    }

    @Override
    public CompletionStage<Optional<Message>> message(String room, long seq) {
        return rooms.read(() -> Optional.ofNullable(rooms.room(room)).flatMap(found -> found.message(seq)));
    }

    @Override
    public CompletionStage<Set<String>> reactions(String room, long seq, String user) {
        return rooms.read(() -> {
            Room found = rooms.room(room);
            return found == null ? Set.of() : found.reactions(seq, user);
        });
    }

    @Override
    public CompletionStage<List<Message>> pinned(String room) {
        return rooms.read(() -> {
            Room found = rooms.room(room);
            return found == null ? List.of() : found.pinned();
        });
    }

    @Override
    public CompletionStage<Optional<Message>> find(String room, String sender, String cid) {
        return rooms.read(() -> Optional.ofNullable(rooms.room(room)).flatMap(found -> found.find(sender, cid)));
    }
}
