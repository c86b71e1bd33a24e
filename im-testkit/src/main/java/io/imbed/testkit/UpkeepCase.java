package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.RoomKind;
import io.imbed.protocol.SettingsPatch;
import io.imbed.spi.Change.Trim;
import io.imbed.spi.Upkeep;
import io.imbed.spi.Upkeep.Extent;
import io.imbed.spi.Upkeep.Sent;
import io.imbed.spi.Upkeep.Traces;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is too old, and what a user has left behind, is found page by page. */
interface UpkeepCase extends StorageCase {
    private Upkeep upkeep() {
        return storage().upkeep();
    }

    private static Instant minute(long n) {
        return EntryBuilder.START.plusSeconds(60 * n);
    }

    /** Message n is event n + 1, and of minute n. */
    private TestRoom oneAMinute(int count) {
        TestRoom room = group("room", "alice");
        for (int n = 1; n <= count; n++) {
            room.stored(room.entry().at(minute(n)).post("alice", "m" + n, "m" + n));
        }
        return room;
    }

    private Trim due(Instant messages, Instant events, long newest, int limit) {
        return TestRoom.get(upkeep().due("room", messages, events, newest, limit));
    }

    @Test
    default void probeIsTakenAndChangesNothing() {
        TestRoom room = oneAMinute(2);
        var before = room.state();

        TestRoom.get(upkeep().probe());

        assertThat(room.state()).isEqualTo(before);
    }

    @Test
    default void extentsOfAllKindsComeByIdInPages() {
        TestRoom room = oneAMinute(2);
        room.stored(room.entry().at(minute(2)).configure(room.state(), SettingsPatch.NONE.withKeepMs(77)));
        TestRoom.make(storage(), RoomKind.CHANNEL, "another", "bob");
        TestRoom.make(storage(), RoomKind.LIVE, "zoo");

        List<Extent> first = TestRoom.get(upkeep().extents(null, 2));
        List<Extent> second = TestRoom.get(upkeep().extents("room", 2));

        assertThat(first)
                .containsExactly(
                        new Extent("another", "e-another", 0, 1, null, 1, 1, EntryBuilder.START),
                        new Extent("room", "e-room", 77, 1, minute(1), 1, 3, EntryBuilder.START));
        assertThat(second).containsExactly(new Extent("zoo", "e-zoo", 0, 1, null, 1, 0, null));

        room.stored(room.entry().trim(2, 0));
        assertThat(TestRoom.get(upkeep().extents("another", 1)))
                .containsExactly(new Extent("room", "e-room", 77, 2, minute(2), 3, 3, minute(2)));
    }

    @Test
    default void messagesBeforeATimeAreDueAFewAtOnce() {
        TestRoom room = oneAMinute(6);
        room.stored(room.entry().at(minute(6)).trim(0, 2));

        assertThat(due(minute(5), Instant.MIN, 0, 10)).isEqualTo(new Trim(5, 2));
        assertThat(due(minute(5), Instant.MIN, 0, 3)).isEqualTo(new Trim(4, 2));
        assertThat(due(minute(1), Instant.MIN, 0, 10)).isEqualTo(Trim.NOTHING);
        assertThat(due(minute(99), Instant.MIN, 0, 10)).isEqualTo(new Trim(7, 2));
        assertThat(TestRoom.get(upkeep().due("nowhere", minute(5), minute(5), 0, 10)))
                .isEqualTo(Trim.NOTHING);
    }

    @Test
    default void eventsBeforeATimeAreDueButForTheNewest() {
        oneAMinute(6);

        assertThat(due(Instant.MIN, minute(4), 0, 10)).isEqualTo(new Trim(1, 5));
        assertThat(due(Instant.MIN, minute(4), 4, 10)).isEqualTo(new Trim(1, 4));
        assertThat(due(Instant.MIN, minute(4), 0, 2)).isEqualTo(new Trim(1, 3));
        assertThat(due(Instant.MIN, minute(99), 7, 10)).isEqualTo(Trim.NOTHING);
        assertThat(due(Instant.MIN, minute(99), Long.MAX_VALUE, 10)).isEqualTo(Trim.NOTHING);
    }

    /** An old message that was edited lately takes with it all events up to that. */
    @Test
    default void messageThatWouldTakeManyEventsWaitsUntilTheyAreGone() {
        TestRoom room = oneAMinute(6);
        room.stored(room.entry().at(minute(6)).edit(room.message(1), "late"));

        Trim step = due(minute(2), Instant.MIN, 0, 5);
        assertThat(step).isEqualTo(new Trim(1, 6));
        room.stored(room.entry().at(minute(6)).change(step));
        step = due(minute(2), Instant.MIN, 0, 5);
        assertThat(step).isEqualTo(new Trim(2, 6));
        room.stored(room.entry().at(minute(6)).change(step));

        assertThat(due(minute(2), Instant.MIN, 0, 5)).isEqualTo(Trim.NOTHING);
        assertThat(room.slice(7, 10, TestRoom.ALL).gap()).isTrue();
        assertThat(room.slice(8, 10, TestRoom.ALL).gap()).isFalse();
    }

    @Test
    default void whatAUserHasSentIsFoundUntilItIsErased() {
        TestRoom room = group("room", "alice", "bob");
        room.post("alice", "b");
        room.post("bob", "a");
        room.post("alice", "c");
        room.post("alice", "a");
        room.stored(room.entry().dismiss("alice"));
        room.stored(room.entry().recall(room.message(3)));

        assertThat(TestRoom.get(upkeep().sent("room", "alice", null, 2)))
                .containsExactly(new Sent(4, "a"), new Sent(1, "b"));
        assertThat(TestRoom.get(upkeep().sent("room", "alice", "b", 2))).containsExactly(new Sent(3, "c"));

        room.stored(room.entry().erase(room.message(4)));
        room.stored(room.entry().erase(room.message(3)));
        assertThat(TestRoom.get(upkeep().sent("room", "alice", null, 2))).containsExactly(new Sent(1, "b"));
    }

    @Test
    default void reactionsOfAUserAreFoundByMessage() {
        TestRoom room = group("room", "alice", "bob");
        room.posts(3);
        for (String key : List.of("x", "y")) room.stored(room.entry().react(room.message(3), "bob", key, true));
        room.stored(room.entry().react(room.message(1), "bob", "x", true));
        room.stored(room.entry().react(room.message(2), "alice", "x", true));

        assertThat(TestRoom.get(upkeep().reacted("room", "bob", 0, 10))).containsExactly(1L, 3L);
        assertThat(TestRoom.get(upkeep().reacted("room", "bob", 0, 1))).containsExactly(1L);
        assertThat(TestRoom.get(upkeep().reacted("room", "bob", 1, 1))).containsExactly(3L);
    }

    @Test
    default void roomsWithTracesOfAUserAreFoundInPages() {
        TestRoom sent = group("a", "alice", "eve");
        sent.post("eve", "c");
        sent.stored(sent.entry().dismiss("eve"));
        sent.stored(sent.entry().unname("eve"));
        TestRoom reacted = group("b", "alice");
        reacted.posts(1);
        reacted.stored(reacted.entry().react(reacted.message(1), "eve", "k", true));
        group("c", "alice");
        group("d", "alice", "eve");

        assertThat(TestRoom.get(upkeep().traces("eve", null, 3))).isEqualTo(new Traces(List.of("a", "b"), "c"));
        assertThat(TestRoom.get(upkeep().traces("eve", "c", 3))).isEqualTo(new Traces(List.of("d"), null));
        sent.stored(sent.entry().erase(sent.message(1)));
        assertThat(TestRoom.get(upkeep().traces("eve", null, 3))).isEqualTo(new Traces(List.of("b"), "c"));
    }
}
