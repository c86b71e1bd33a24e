package io.imbed.benchmarks.load;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor;
import io.imbed.spi.ChangeFeed;
import io.imbed.spi.Entry;
import io.imbed.spi.EventSlice;
import io.imbed.spi.MessageSlice;
import io.imbed.spi.Outcome;
import io.imbed.spi.PendingSends;
import io.imbed.spi.RoomLog;
import io.imbed.spi.RoomStore;
import io.imbed.spi.Storage;
import io.imbed.spi.Upkeep;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** A storage that counts how often events are read from its log, and of how many different places. Threads: any. */
final class CountedReads implements Storage, RoomLog {
    private final Storage storage;
    private final LongAdder reads = new LongAdder();
    private final Set<Place> places = ConcurrentHashMap.newKeySet();

    private record Place(String room, Cursor after) {}

    CountedReads(Storage storage) {
        this.storage = storage;
    }

    long reads() {
        return reads.sum();
    }

    long places() {
        return places.size();
    }

    @Override
    public CompletionStage<EventSlice> events(String room, Cursor after, int maxEvents, int maxBytes) {
        reads.increment();
        places.add(new Place(room, after));
        return storage.log().events(room, after, maxEvents, maxBytes);
    }

    // ---- All else as it is

    @Override
    public RoomLog log() {
        return this;
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
    public Traits traits() {
        return storage.traits();
    }

    @Override
    public Optional<PendingSends> pending() {
        return storage.pending();
    }

    @Override
    public Optional<ChangeFeed> feed() {
        return storage.feed();
    }

    @Override
    public void close() {
        storage.close();
    }

    @Override
    public CompletionStage<List<Outcome>> append(List<Entry> batch) {
        return storage.log().append(batch);
    }

    @Override
    public CompletionStage<MessageSlice> history(String room, Anchor anchor, int maxMessages, int maxBytes) {
        return storage.log().history(room, anchor, maxMessages, maxBytes);
    }

    @Override
    public CompletionStage<Optional<Message>> message(String room, long seq) {
        return storage.log().message(room, seq);
    }

    @Override
    public CompletionStage<Set<String>> reactions(String room, long seq, String user) {
        return storage.log().reactions(room, seq, user);
    }

    @Override
    public CompletionStage<List<Message>> pinned(String room) {
        return storage.log().pinned(room);
    }

    @Override
    public CompletionStage<Optional<Message>> find(String room, String sender, String cid) {
        return storage.log().find(room, sender, cid);
    }
}
