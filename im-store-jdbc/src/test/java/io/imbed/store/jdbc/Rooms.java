package io.imbed.store.jdbc;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Entry;
import io.imbed.spi.EventSlice;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import io.imbed.spi.Storage;
import io.imbed.testkit.EntryBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A storage, spoken to without waiting for stages by hand. */
final class Rooms {
    private Rooms() {}

    /** Waits for a stage, up to a deadline that only a storage which never answers can miss. */
    static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    /** Makes a group of alice. */
    static void make(Storage storage, String room) throws Exception {
        append(
                storage,
                EntryBuilder.in(room).put(RoomKind.GROUP, null, "e-" + room).admit("alice", Role.OWNER));
    }

    static RoomState state(Storage storage, String room) throws Exception {
        return get(storage.store().room(room)).orElseThrow();
    }

    /** A text from alice, equal to its client id, decided on the room as it is. */
    static EntryBuilder post(Storage storage, String room, String cid) throws Exception {
        return EntryBuilder.in(room).on(state(storage, room)).post("alice", cid, cid);
    }

    static List<Outcome> append(Storage storage, EntryBuilder... entries) throws Exception {
        List<Entry> batch = Arrays.stream(entries).map(EntryBuilder::build).toList();
        return get(storage.log().append(batch));
    }

    static List<Event> events(Storage storage, String room) throws Exception {
        Cursor start = new Cursor(state(storage, room).epoch(), 0);
        EventSlice slice = get(storage.log().events(room, start, 1 << 30, 1 << 30));
        if (slice.gap()) throw new AssertionError("the events of " + room + " are not all there");
        return slice.events();
    }
}
