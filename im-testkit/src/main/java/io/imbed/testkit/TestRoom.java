package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Entry;
import io.imbed.spi.EventSlice;
import io.imbed.spi.Guard;
import io.imbed.spi.MemberRow;
import io.imbed.spi.MessageSlice;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import io.imbed.spi.RoomStore.Seat;
import io.imbed.spi.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** One room of a storage under test, spoken to without waiting for stages by hand. Threads: any. */
final class TestRoom {
    /** No limit of a page, for tests that are about something else. */
    static final int ALL = 1 << 30;

    private final Storage storage;
    private final String id;
    private final String epoch;

    private TestRoom(Storage storage, String id, String epoch) {
        this.storage = storage;
        this.id = id;
        this.epoch = epoch;
    }

    /** Makes a room whose first user is its owner. Each user leaves one event. */
    static TestRoom make(Storage storage, RoomKind kind, String id, String... users) {
        TestRoom room = new TestRoom(storage, id, "e-" + id);
        EntryBuilder entry = EntryBuilder.in(id).put(kind, null, room.epoch);
        for (int i = 0; i < users.length; i++) entry.admit(users[i], i == 0 ? Role.OWNER : Role.MEMBER);
        room.stored(entry);
        return room;
    }

    /** A room that was made by other means. */
    static TestRoom of(Storage storage, String id, String epoch) {
        return new TestRoom(storage, id, epoch);
    }

    /** Waits for a stage, up to a deadline that only a storage which never answers can miss. */
    static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the storage did not answer", e);
        }
    }

    String id() {
        return id;
    }

    String epoch() {
        return epoch;
    }

    RoomState state() {
        return get(storage.store().room(id)).orElseThrow();
    }

    /** An entry that stands on the room as it is now. */
    EntryBuilder entry() {
        return EntryBuilder.in(id).on(state());
    }

    Outcome append(EntryBuilder entry) {
        List<Outcome> outcomes = get(storage.log().append(List.of(entry.build())));
        assertThat(outcomes).hasSize(1);
        return outcomes.get(0);
    }

    Outcome.Stored stored(EntryBuilder entry) {
        Outcome outcome = append(entry);
        assertThat(outcome).isInstanceOf(Outcome.Stored.class);
        return (Outcome.Stored) outcome;
    }

    /** Posts a text equal to its client id. */
    Outcome.Stored post(String sender, String cid, String... mentions) {
        return stored(entry().post(sender, cid, cid, mentions));
    }

    /** Posts {@code count} texts {@code m1, m2 …} from alice. */
    void posts(int count) {
        RoomState state = state();
        List<Entry> batch = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            String text = "m" + (state.seq() + i);
            batch.add(EntryBuilder.in(id).on(state).post("alice", text, text).build());
        }
        assertThat(get(storage.log().append(batch))).hasSize(count).allMatch(Outcome.Stored.class::isInstance);
    }

    EventSlice slice(long after, int maxEvents, int maxBytes) {
        return get(storage.log().events(id, new Cursor(epoch, after), maxEvents, maxBytes));
    }

    List<Event> events(long after) {
        EventSlice slice = slice(after, ALL, ALL);
        assertThat(slice.gap()).isFalse();
        return slice.events();
    }

    MessageSlice history(Anchor.Side side, long seq, int maxMessages) {
        return history(new Anchor(side, seq), maxMessages, ALL);
    }

    MessageSlice history(Anchor anchor, int maxMessages, int maxBytes) {
        return get(storage.log().history(id, anchor, maxMessages, maxBytes));
    }

    Message message(long seq) {
        return get(storage.log().message(id, seq)).orElseThrow();
    }

    Optional<Message> find(String sender, String cid) {
        return get(storage.log().find(id, sender, cid));
    }

    /** What a repeat of a message's send comes to. */
    Outcome duplicate(long seq, long rev) {
        return new Outcome.Duplicate(message(seq), rev);
    }

    MemberRow member(String user) {
        return get(storage.store().member(id, user)).orElseThrow();
    }

    Seat seat(String user) {
        return get(storage.store().seat(id, user)).orElseThrow();
    }

    Guard stale() {
        RoomState state = state();
        return new Guard.At(state.epoch(), state.policy() - 1);
    }
}
