package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Notify;
import io.imbed.protocol.OwnSettings;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.ChangeFeed;
import io.imbed.spi.ChangeFeed.Changed;
import io.imbed.spi.ChangeFeed.Changes;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import io.imbed.spi.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ChangeFeed} does. Extend it in your tests and open an empty storage that has one; also extend
 * {@link RoomLogContract} and {@link RoomStoreContract}.
 */
public abstract class ChangeFeedContract extends StorageContract {
    private static final int WRITERS = 4;
    private static final int POSTS = 100;

    /** Makes the feed forget all that it tells now, as it does with what is old; may append to do so. */
    protected abstract void outdate(Storage storage) throws Exception;

    private ChangeFeed feed() {
        return storage().feed().orElseThrow();
    }

    private long now() {
        return TestRoom.get(feed().now());
    }

    private Changes since(long token, int limit) {
        return TestRoom.get(feed().since(token, limit));
    }

    /** All that came after a token, what was done to one life of a room as one. */
    private List<Changed> since(long token) {
        Changes changes = since(token, 1_000);
        assertThat(changes.lost()).isFalse();
        assertThat(changes.more()).isFalse();
        assertThat(changes.token()).isEqualTo(now());
        Map<List<String>, Changed> merged = new HashMap<>();
        List<Changed> inOrder = new ArrayList<>();
        for (Changed each : changes.rooms()) merged.merge(List.of(each.room(), each.epoch()), each, Changed::and);
        for (Changed each : changes.rooms()) {
            Changed whole = merged.remove(List.of(each.room(), each.epoch()));
            if (whole != null) inOrder.add(whole);
        }
        return inOrder;
    }

    private static Changed posted(TestRoom room, long firstRev, long lastRev) {
        return new Changed(room.id(), room.epoch(), firstRev, lastRev, 0, false);
    }

    @Test
    void appendIsToldWithItsRevsAndOnlyAfterTokensOfBefore() {
        TestRoom room = group("room", "alice", "bob");
        long before = now();

        Outcome.Stored stored = room.post("alice", "c1");
        long after = now();

        assertThat(after).isGreaterThan(before);
        assertThat(since(before)).containsExactly(posted(room, stored.firstRev(), stored.lastRev()));
        assertThat(since(after)).isEmpty();
    }

    @Test
    void appendsOfOneBatchAreAllTold() {
        TestRoom one = group("one", "alice");
        TestRoom two = group("two", "alice");
        RoomState stateOfOne = one.state();
        long before = now();

        append(
                one.entry().post("alice", "c1", "a"),
                two.entry().post("alice", "c1", "a"),
                EntryBuilder.in("one").on(stateOfOne).post("alice", "c2", "b"));

        assertThat(since(before)).containsExactlyInAnyOrder(posted(one, 2, 3), posted(two, 2, 2));
    }

    @Test
    void roomThatIsMadeIsToldWithItsPolicy() {
        long before = now();

        TestRoom room = group("room", "alice", "bob");

        assertThat(since(before))
                .containsExactly(
                        new Changed("room", room.epoch(), 1, 2, room.state().policy(), false));
    }

    @Test
    void changeOfPolicyIsToldWithTheVersionThatItMade() {
        TestRoom room = group("room", "alice", "bob");
        long made = now();
        room.stored(room.entry().dismiss("bob"));
        long dismissed = now();
        room.stored(room.entry().put(RoomKind.GROUP, "title", room.epoch()));
        long renamed = now();
        room.post("alice", "c1");

        assertThat(since(dismissed).get(0).policy()).isEqualTo(room.state().policy());
        assertThat(since(made).get(0).policy()).isEqualTo(room.state().policy());
        assertThat(since(made).get(0).firstRev()).isEqualTo(3);
        assertThat(since(renamed).get(0).policy()).isZero();
    }

    @Test
    void changeOfPolicyWithoutEventsIsTold() {
        long before = now();

        TestRoom room = TestRoom.make(storage(), RoomKind.CHANNEL, "room");

        assertThat(since(before))
                .containsExactly(
                        new Changed("room", room.epoch(), 1, 0, room.state().policy(), false));
    }

    @Test
    void droppedRoomIsToldAndItsNextLifeApart() {
        TestRoom room = group("room", "alice");
        long before = now();

        room.stored(room.entry().drop());
        append(EntryBuilder.in("room").put(RoomKind.GROUP, null, "another").admit("alice", Role.OWNER));

        List<Changed> told = since(before);
        assertThat(told).hasSize(2);
        assertThat(told.get(0).epoch()).isEqualTo(room.epoch());
        assertThat(told.get(0).dropped()).isTrue();
        assertThat(told.get(0).lastRev()).isEqualTo(1);
        assertThat(told.get(1).epoch()).isEqualTo("another");
        assertThat(told.get(1).dropped()).isFalse();
    }

    @Test
    void whatStoresNothingIsNotTold() {
        TestRoom room = group("room", "alice");
        room.post("alice", "c1");
        long before = now();

        room.append(room.entry().post("alice", "c1", "c1"));
        room.append(room.entry().guard(room.stale()).post("alice", "c2", "b"));

        assertThat(since(before)).isEmpty();
    }

    @Test
    void marksAndOwnSettingsAreLeftOut() {
        TestRoom room = group("room", "alice");
        room.post("alice", "c1");
        long before = now();

        room.stored(room.entry().mark("alice", 1, 1));
        room.stored(room.entry().prefer("alice", new OwnSettings.Patch(Notify.NOTHING, null, null)));

        assertThat(since(before)).isEmpty();
    }

    @Test
    void pagesAreOfWhatWasNotToldYetUntilThereIsNoMore() {
        List<TestRoom> rooms = new ArrayList<>();
        for (int i = 0; i < 5; i++) rooms.add(group("room" + i, "alice"));
        long token = now();
        for (TestRoom room : rooms) room.post("alice", "c1");

        List<String> told = new ArrayList<>();
        boolean more = true;
        for (int page = 0; more && page < 10; page++) {
            Changes changes = since(token, 2);
            assertThat(changes.rooms()).hasSizeLessThanOrEqualTo(2);
            assertThat(changes.token()).isGreaterThan(token);
            changes.rooms().forEach(each -> told.add(each.room()));
            token = changes.token();
            more = changes.more();
        }

        assertThat(more).isFalse();
        assertThat(told).containsExactly("room0", "room1", "room2", "room3", "room4");
        assertThat(token).isEqualTo(now());
    }

    @Test
    void tokenOlderThanWhatIsKeptIsLost() throws Exception {
        TestRoom room = group("room", "alice");
        long old = now();
        room.post("alice", "c1");

        outdate(storage());

        Changes changes = since(old, 10);
        assertThat(changes.lost()).isTrue();
        assertThat(changes.rooms()).isEmpty();
        room.post("alice", "c2");
        assertThat(since(changes.token())).containsExactly(posted(room, 3, 3));
    }

    @Test
    void tokenOfAnotherLifeIsLost() {
        group("room", "alice");

        Changes changes = since(now() + 1_000, 10);

        assertThat(changes.lost()).isTrue();
        assertThat(changes.token()).isEqualTo(now());
    }

    /** Whoever follows the feed has every rev of every room, each once, and sees in the log what it is told of. */
    @Test
    void nothingIsPassedOverWhileManyAppend() throws Exception {
        List<TestRoom> rooms = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) rooms.add(group("room" + i, "alice"));
        long start = now();
        AtomicInteger writing = new AtomicInteger(WRITERS);

        List<Map<String, Long>> seen = Together.run(
                WRITERS + 1,
                thread -> thread < WRITERS ? writer(rooms, thread, writing) : () -> follow(rooms, start, writing));

        for (TestRoom room : rooms) {
            assertThat(seen.get(WRITERS).get(room.id())).isEqualTo(room.state().rev());
        }
    }

    private static Callable<Map<String, Long>> writer(List<TestRoom> rooms, int thread, AtomicInteger writing) {
        return () -> {
            try {
                for (int i = 0; i < POSTS; i++) {
                    // In turns in all rooms, so that transactions wait for each other's locks.
                    rooms.get((thread + i) % WRITERS).post("alice", "c" + thread + "-" + i);
                }
            } finally {
                writing.decrementAndGet();
            }
            return Map.of();
        };
    }

    private Map<String, Long> follow(List<TestRoom> rooms, long start, AtomicInteger writing) {
        Map<String, Long> seen = new HashMap<>();
        for (TestRoom room : rooms) seen.put(room.id(), 1L);
        long token = start;
        boolean last = false;
        while (true) {
            Changes changes = since(token, 7);
            assertThat(changes.lost()).isFalse();
            for (Changed each : changes.rooms()) {
                assertThat(each.firstRev()).isEqualTo(seen.getOrDefault(each.room(), 0L) + 1);
                seen.put(each.room(), each.lastRev());
                assertThat(TestRoom.of(storage(), each.room(), each.epoch())
                                .state()
                                .rev())
                        .isGreaterThanOrEqualTo(each.lastRev());
            }
            token = changes.token();
            if (last && !changes.more()) return seen;
            last = writing.get() == 0;
        }
    }
}
