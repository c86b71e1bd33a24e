package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.MemoryStorage;
import io.imbed.MemoryStorage.Capacity;
import io.imbed.protocol.Durability;
import io.imbed.protocol.Event;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor.Side;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.EventSlice;
import io.imbed.spi.MessageSlice;
import io.imbed.spi.Outcome;
import io.imbed.spi.Storage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the memory storage keeps within its bounds, and what that looks like from outside. */
class MemoryStorageTest {
    private static final Capacity DEFAULTS = Capacity.defaults();

    @Test
    void oldestMessagesOfARoomGoBeyondItsCount() {
        TestRoom room = room(DEFAULTS.withMessagesPerRoom(3));

        room.posts(5);

        assertThat(seqs(room.history(Side.LATEST, 0, 10))).containsExactly(3L, 4L, 5L);
        assertThat(room.find("alice", "m2")).isEmpty();
        assertThat(room.find("alice", "m3")).isPresent();
        assertThat(room.state().seq()).isEqualTo(5);
    }

    @Test
    void cursorBeforeADroppedMessageMeetsAGap() {
        TestRoom room = room(DEFAULTS.withMessagesPerRoom(3));

        room.posts(5);

        // Event 1 is the join; events 2 to 6 brought messages 1 to 5.
        assertThat(room.slice(2, 10, TestRoom.ALL)).isEqualTo(EventSlice.GAP);
        assertThat(room.events(3)).extracting(event -> event.body().seq()).containsExactly(3L, 4L, 5L);
        assertThat(room.events(6)).isEmpty();
    }

    @Test
    void droppedMessageTakesItsLateEditWithIt() {
        TestRoom room = room(DEFAULTS.withMessagesPerRoom(3));
        room.posts(3);
        room.stored(room.entry().edit(room.message(1), "edited"));

        room.posts(1);

        assertThat(room.slice(4, 10, TestRoom.ALL)).isEqualTo(EventSlice.GAP);
        assertThat(room.events(5)).extracting(event -> event.body().seq()).containsExactly(4L);
        assertThat(seqs(room.history(Side.LATEST, 0, 10))).containsExactly(2L, 3L, 4L);
    }

    @Test
    void droppedMessageLeavesItsLateRecallWhichShowsNoContent() {
        TestRoom room = room(DEFAULTS.withMessagesPerRoom(3));
        room.posts(3);
        room.stored(room.entry().recall(room.message(1)));

        room.posts(1);

        assertThat(room.slice(1, 10, TestRoom.ALL)).isEqualTo(EventSlice.GAP);
        assertThat(room.events(2)).extracting(Event::rev).containsExactly(3L, 4L, 5L, 6L);
    }

    @Test
    void clientIdOfADroppedMessageIsForgotten() {
        TestRoom room = room(DEFAULTS.withMessagesPerRoom(2));
        room.posts(3);

        assertThat(room.append(room.entry().post("alice", "m1", "m1")))
                .isEqualTo(new Outcome.Stored(5, 5, 4, EntryBuilder.START));
        assertThat(room.append(room.entry().post("alice", "m3", "m3"))).isInstanceOf(Outcome.Duplicate.class);
    }

    @Test
    void rewriteOfADroppedMessageIsStale() {
        TestRoom room = room(DEFAULTS.withMessagesPerRoom(2));
        room.posts(1);
        Message first = room.message(1);
        room.posts(2);

        assertThat(room.append(room.entry().edit(first, "edited"))).isEqualTo(new Outcome.Stale());
    }

    @Test
    void moreMeansMessagesThatAreStillKept() {
        TestRoom room = room(DEFAULTS.withMessagesPerRoom(4));
        room.posts(10);

        assertPage(room.history(Side.LATEST, 0, 4), false, 7, 8, 9, 10);
        assertPage(room.history(Side.LATEST, 0, 3), true, 8, 9, 10);
        assertPage(room.history(Side.BEFORE, 9, 2), false, 7, 8);
        assertPage(room.history(Side.BEFORE, 7, 2), false);
        assertPage(room.history(Side.BEFORE, 3, 2), false);
        assertPage(room.history(Side.AFTER, 2, 2), true, 7, 8);
        assertPage(room.history(Side.AROUND, 8, 2), false, 7, 8);
        assertPage(room.history(Side.AROUND, 3, 4), false, 7, 8);
    }

    @Test
    void mentionsOfDroppedMessagesAreNotCounted() {
        Storage storage = MemoryStorage.create(DEFAULTS.withMessagesPerRoom(2));
        TestRoom room = TestRoom.make(storage, RoomKind.GROUP, "room", "alice", "bob");
        for (int i = 1; i <= 5; i++) room.post("alice", "c" + i, "bob");

        assertThat(room.seat("bob").mentions()).isEqualTo(2);
    }

    @Test
    void oldestEventsGoBeyondTheirCountAndMessagesStay() {
        TestRoom room = room(DEFAULTS.withEventsPerRoom(4));

        room.posts(10);

        assertThat(room.slice(6, 10, TestRoom.ALL)).isEqualTo(EventSlice.GAP);
        assertThat(room.events(7)).extracting(Event::rev).containsExactly(8L, 9L, 10L, 11L);
        assertThat(room.history(Side.LATEST, 0, 100).messages()).hasSize(10);
        assertThat(room.state().rev()).isEqualTo(11);
    }

    @Test
    void roomBeyondTheCountIsRefused() {
        Storage storage = MemoryStorage.create(DEFAULTS.withRooms(1));
        TestRoom first = TestRoom.make(storage, RoomKind.GROUP, "first", "alice");

        Outcome second = first.append(EntryBuilder.in("second").put(RoomKind.GROUP, null, "e2"));
        Outcome again = first.append(EntryBuilder.in("first").put(RoomKind.GROUP, null, "e2"));

        assertThat(second).isInstanceOf(Outcome.Refused.class);
        assertThat(again).isEqualTo(new Outcome.Stale());
        assertThat(TestRoom.get(storage.store().room("second"))).isEmpty();
    }

    @Test
    void fullStorageDropsTheOldestOfTheRoomThatIsWrittenTo() {
        Storage storage = MemoryStorage.create(DEFAULTS.withBytes(100_000));
        TestRoom quiet = TestRoom.make(storage, RoomKind.GROUP, "quiet", "alice");
        TestRoom busy = TestRoom.make(storage, RoomKind.GROUP, "busy", "alice");
        quiet.posts(2);

        for (int i = 1; i <= 100; i++) {
            postLarge(busy, i);
        }

        assertThat(seqs(quiet.history(Side.LATEST, 0, 10))).containsExactly(1L, 2L);
        assertThat(quiet.events(0)).hasSize(3);
        List<Long> kept = seqs(busy.history(Side.LATEST, 0, 100));
        assertThat(kept).hasSizeBetween(5, 25).contains(100L);
        assertThat(busy.events(kept.get(0))).hasSameSizeAs(kept);
    }

    @Test
    void busyRoomGivesWayToOthersUpToTheirShare() {
        Storage storage = MemoryStorage.create(DEFAULTS.withBytes(200_000));
        TestRoom busy = TestRoom.make(storage, RoomKind.GROUP, "busy", "alice");
        TestRoom late = TestRoom.make(storage, RoomKind.GROUP, "late", "alice");
        for (int i = 1; i <= 100; i++) postLarge(busy, i);
        int alone = kept(busy);

        for (int i = 101; i <= 200; i++) {
            postLarge(late, i);
            postLarge(busy, i);
        }

        assertThat(alone).isGreaterThan(15);
        assertThat(kept(late)).isBetween(alone / 2 - 3, alone / 2 + 3);
        assertThat(kept(busy)).isBetween(alone / 2 - 3, alone / 2 + 3);
    }

    @Test
    void singleRoomMayHaveAllBytes() {
        TestRoom room = room(DEFAULTS.withBytes(100_000));

        for (int i = 1; i <= 50; i++) postLarge(room, i);

        // Each weighs about 4.5 KB, as its text is kept once.
        assertThat(kept(room)).isBetween(21, 23);
    }

    @Test
    void whatCanNeverFitIsRefusedAndDropsNothing() {
        TestRoom room = room(DEFAULTS.withBytes(100_000));
        room.posts(3);

        Outcome post = room.append(room.entry().post("alice", "big", "x".repeat(100_000)));
        Outcome edit = room.append(room.entry().edit(room.message(2), "x".repeat(100_000)));

        assertThat(post).isInstanceOf(Outcome.Refused.class);
        assertThat(edit).isInstanceOf(Outcome.Refused.class);
        assertThat(room.events(0)).hasSize(4);
        assertThat(room.message(2).editedAt()).isNull();
        assertThat(room.append(room.entry().post("alice", "small", "x"))).isInstanceOf(Outcome.Stored.class);
    }

    @Test
    void editInAFullStorageDropsOlderMessagesOnly() {
        TestRoom room = room(DEFAULTS.withBytes(100_000));
        for (int i = 1; i <= 30; i++) postLarge(room, i);
        List<Long> before = seqs(room.history(Side.LATEST, 0, 100));
        Message third = room.message(before.get(2));

        room.stored(room.entry().edit(third, "y".repeat(10_000)));
        Outcome tooMuch = room.append(room.entry()
                .edit(
                        room.message(
                                room.history(Side.AFTER, 0, 1).messages().get(0).seq()),
                        "z".repeat(20_000)));

        assertThat(seqs(room.history(Side.LATEST, 0, 100)).get(0)).isGreaterThan(before.get(0));
        assertThat(room.message(third.seq()).editedAt()).isNotNull();
        assertThat(tooMuch).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void editOfTheOldestMessageInAFullStorageDropsEvents() {
        TestRoom room = room(DEFAULTS.withBytes(50_000));
        while (room.slice(0, 1, 1).events().size() == 1) {
            room.stored(room.entry().post("alice", "c" + room.state().rev(), "text"));
        }
        long oldest = room.history(Side.AFTER, 0, 1).messages().get(0).seq();

        for (int i = 0; i < 3; i++) room.stored(room.entry().edit(room.message(oldest), "text".repeat(25 * (i + 1))));

        assertThat(room.history(Side.AFTER, 0, 1).messages()).containsExactly(room.message(oldest));
        assertThat(room.message(oldest).editedAt()).isNotNull();
    }

    @Test
    void fullStorageOfMembersRefusesMoreUntilOneIsDismissed() {
        TestRoom room = room(DEFAULTS.withBytes(20_000));
        int admitted = 0;
        while (room.append(room.entry().admit("u" + admitted, Role.MEMBER)) instanceof Outcome.Stored) admitted++;

        Outcome full = room.append(room.entry().admit("late", Role.MEMBER));
        room.stored(room.entry().dismiss("u0"));
        Outcome free = room.append(room.entry().admit("late", Role.MEMBER));

        assertThat(admitted).isBetween(20, 60);
        assertThat(full).isInstanceOf(Outcome.Refused.class);
        assertThat(free).isInstanceOf(Outcome.Stored.class);
        assertThat(room.state().members()).isEqualTo(admitted + 1);
    }

    /** Whatever is taken from the budget comes back, or this would be refused long before its end. */
    @Test
    void bytesOfWhatIsDroppedChangedOrDismissedComeBack() {
        TestRoom room = room(DEFAULTS.withBytes(20_000).withMessagesPerRoom(3).withEventsPerRoom(5));

        for (int i = 1; i <= 5_000; i++) {
            room.post("alice", "c" + i, "alice");
            Message message = room.message(i);
            room.stored(room.entry().edit(message, "a longer text than it was before, that weighs more"));
            room.stored(room.entry().admit("bob", Role.MEMBER));
            room.stored(room.entry().promote("bob", Role.ADMIN, "A longer name"));
            room.stored(room.entry().recall(room.message(i)));
            room.stored(room.entry().dismiss("bob"));
            room.append(room.entry().post("alice", "big" + i, "x".repeat(20_000)));
        }

        assertThat(room.history(Side.LATEST, 0, 10).messages()).hasSize(3);
        assertThat(room.slice(room.state().rev() - 5, 10, TestRoom.ALL).events())
                .hasSize(5);
    }

    @Test
    void roomThatIsRefusedTakesNothing() {
        Storage storage = MemoryStorage.create(DEFAULTS.withBytes(20_000));
        TestRoom room = TestRoom.make(storage, RoomKind.GROUP, "room", "alice");
        String title = "x".repeat(30_000);

        for (int i = 0; i < 100; i++) {
            assertThat(room.append(EntryBuilder.in("big" + i).put(RoomKind.GROUP, title, "e")))
                    .isInstanceOf(Outcome.Refused.class);
        }

        assertThat(room.append(EntryBuilder.in("small").put(RoomKind.GROUP, null, "e")))
                .isInstanceOf(Outcome.Stored.class);
    }

    @Test
    void saysThatItKeepsNothing() {
        assertThat(MemoryStorage.create().traits().durability()).isEqualTo(Durability.NONE);
        assertThat(MemoryStorage.create().traits().shared()).isFalse();
        assertThat(MemoryStorage.create().traits().writers()).isPositive();
    }

    @Test
    void closedStorageRefusesAppendsAndFailsReads() {
        Storage storage = MemoryStorage.create();
        TestRoom room = TestRoom.make(storage, RoomKind.GROUP, "room", "alice");
        EntryBuilder entry = room.entry().post("alice", "c1", "text");

        storage.close();
        storage.close();

        assertThat(room.append(entry)).isInstanceOf(Outcome.Refused.class);
        assertThat(storage.store().room("room")).isCompletedExceptionally();
    }

    @Test
    void capacityOfNothingIsNoCapacity() {
        assertThatThrownBy(() -> DEFAULTS.withRooms(0)).hasMessageContaining("rooms is 0");
        assertThatThrownBy(() -> DEFAULTS.withMessagesPerRoom(0)).hasMessageContaining("messagesPerRoom is 0");
        assertThatThrownBy(() -> DEFAULTS.withEventsPerRoom(-1)).hasMessageContaining("eventsPerRoom is -1");
        assertThatThrownBy(() -> DEFAULTS.withBytes(0)).hasMessageContaining("bytes is 0");
    }

    private static TestRoom room(Capacity capacity) {
        return TestRoom.make(MemoryStorage.create(capacity), RoomKind.GROUP, "room", "alice");
    }

    private static void postLarge(TestRoom room, int i) {
        room.stored(room.entry().post("alice", "c" + i, i + " " + "x".repeat(4_000)));
    }

    private static int kept(TestRoom room) {
        return room.history(Side.LATEST, 0, 1_000).messages().size();
    }

    private static void assertPage(MessageSlice slice, boolean more, long... seqs) {
        assertThat(seqs(slice)).containsExactly(Arrays.stream(seqs).boxed().toArray(Long[]::new));
        assertThat(slice.more()).isEqualTo(more);
    }

    private static List<Long> seqs(MessageSlice slice) {
        return slice.messages().stream().map(Message::seq).toList();
    }
}
