package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Durability;
import io.imbed.protocol.Event;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor.Side;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.EventSlice;
import io.imbed.spi.MemberRow;
import io.imbed.spi.MessageSlice;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import io.imbed.spi.RoomStore.Seat;
import io.imbed.spi.RoomStore.SeatOrder;
import io.imbed.spi.Storage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a storage that outlives its process keeps when it is closed and opened again. Extend it beside
 * {@link RoomLogContract} and {@link RoomStoreContract}. What it keeps when it is not closed (kill, power) takes a process
 * of its own, and is no part of this.
 */
public abstract class DurableStorageContract {
    private @Nullable Storage storage;

    /** A storage that holds nothing yet. */
    protected abstract Storage open() throws Exception;

    /** The storage that was closed last, opened again. */
    protected abstract Storage reopen() throws Exception;

    @BeforeEach
    void openStorage() throws Exception {
        storage = open();
    }

    @AfterEach
    void closeStorage() {
        storage().close();
    }

    @Test
    void saysWhatItSurvives() {
        assertThat(storage().traits().durability()).isNotEqualTo(Durability.NONE);
    }

    @Test
    void everythingIsThereAgain() throws Exception {
        TestRoom room = TestRoom.make(storage(), RoomKind.CHANNEL, "room", "alice", "bob");
        room.posts(3);
        room.post("alice", "mention", "bob");
        room.stored(room.entry().edit(room.message(1), "edited"));
        room.stored(room.entry().recall(room.message(2)));
        room.stored(room.entry().mark("bob", 2, 3));
        room.stored(room.entry().promote("bob", Role.ADMIN, "Bob").admit("carol", Role.MEMBER));
        RoomState state = room.state();
        List<Event> events = room.events(0);
        MessageSlice history = room.history(Side.LATEST, 0, 10);
        List<MemberRow> members = TestRoom.get(storage().store().members("room", null, 10));
        Seat seat = room.seat("bob");

        room = again(room);

        assertThat(room.state()).isEqualTo(state);
        assertThat(room.events(0)).isEqualTo(events);
        assertThat(room.history(Side.LATEST, 0, 10)).isEqualTo(history);
        assertThat(TestRoom.get(storage().store().members("room", null, 10))).isEqualTo(members);
        assertThat(room.seat("bob")).isEqualTo(seat);
        assertThat(TestRoom.get(storage().store().seats("bob", SeatOrder.LATEST_FIRST, null, 10)))
                .containsExactly(seat);
        assertThat(TestRoom.get(storage().store().rooms(RoomKind.CHANNEL, null, 10)))
                .containsExactly(state);
        assertThat(room.find("alice", "m3")).contains(room.message(3));
        assertThat(room.message(2).recalled()).isTrue();
    }

    @Test
    void numbersGoOnWhereTheyEnded() throws Exception {
        TestRoom room = TestRoom.make(storage(), RoomKind.GROUP, "room", "alice");
        room.posts(3);
        room.stored(room.entry().at(EntryBuilder.START.plusSeconds(60)).recall(room.message(3)));

        room = again(room);

        // One rev was taken by the join and one by the recall, and time stands where it was.
        assertThat(room.append(room.entry().post("alice", "m4", "m4")))
                .isEqualTo(new Outcome.Stored(6, 6, 4, EntryBuilder.START.plusSeconds(60)));
        assertThat(room.history(Side.LATEST, 0, 10).messages())
                .extracting(Message::seq)
                .containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void whatWasDecidedBeforeStillHoldsAfter() throws Exception {
        TestRoom room = TestRoom.make(storage(), RoomKind.GROUP, "room", "alice", "bob");
        room.posts(1);
        Message message = room.message(1);
        EntryBuilder stale = room.entry().post("bob", "late", "late");
        room.stored(room.entry().dismiss("bob"));
        EntryBuilder fresh = room.entry().edit(message, "edited");

        room = again(room);

        assertThat(room.append(stale)).isEqualTo(new Outcome.Stale());
        assertThat(room.append(room.entry().post("alice", "m1", "m1")))
                .isEqualTo(new Outcome.Duplicate(message, message.rev()));
        assertThat(room.append(room.entry().post("alice", "m1", "other"))).isEqualTo(new Outcome.Conflict());
        assertThat(room.append(EntryBuilder.in("room").put(RoomKind.GROUP, null, "e2")))
                .isEqualTo(new Outcome.Stale());
        assertThat(room.append(fresh)).isInstanceOf(Outcome.Stored.class);
    }

    @Test
    void cursorsStayGood() throws Exception {
        TestRoom room = TestRoom.make(storage(), RoomKind.GROUP, "room", "alice");
        room.posts(5);

        room = again(room);

        assertThat(room.events(3)).extracting(Event::rev).containsExactly(4L, 5L, 6L);
        assertThat(room.events(6)).isEmpty();
        assertThat(room.slice(7, 10, TestRoom.ALL)).isEqualTo(EventSlice.GAP);
    }

    private Storage storage() {
        if (storage == null) throw new IllegalStateException("no test is running");
        return storage;
    }

    private TestRoom again(TestRoom room) throws Exception {
        storage().close();
        storage = reopen();
        return TestRoom.of(storage(), room.id(), room.epoch());
    }
}
