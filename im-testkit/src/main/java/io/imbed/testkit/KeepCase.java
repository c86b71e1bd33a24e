package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor.Side;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.EventSlice;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomRow;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many messages of a room are kept ({@link RoomRow#keep}), and entries that hold events alone. */
interface KeepCase extends StorageCase {
    /** Of the kind that keeps the fewest, with as many messages as it keeps, each the event of the same number. */
    private TestRoom full() {
        TestRoom room = TestRoom.make(storage(), RoomKind.LIVE, "room");
        room.posts(room.state().row().keep());
        return room;
    }

    @Test
    default void newestMessagesAreKeptAndTheOthersAreFoundInNoWay() {
        TestRoom room = full();
        int keep = room.state().row().keep();
        assertThat(room.find("alice", "m1")).isPresent();

        room.posts(3);

        assertThat(room.history(Side.AFTER, 0, 1).messages().get(0).seq()).isEqualTo(4);
        assertThat(room.history(Side.LATEST, 0, TestRoom.ALL).messages()).hasSize(keep);
        assertThat(TestRoom.get(storage().log().message("room", 3))).isEmpty();
        assertThat(room.message(4).seq()).isEqualTo(4);
        assertThat(room.find("alice", "m3")).isEmpty();
        assertThat(room.find("alice", "m4")).isPresent();
        assertThat(room.state().seq()).isEqualTo(keep + 3);
    }

    @Test
    default void cursorBeforeTheEventsOfWhatIsDroppedMeetsAGap() {
        TestRoom room = full();
        assertThat(room.slice(0, 1, TestRoom.ALL).gap()).isFalse();

        room.posts(3);

        assertThat(room.slice(2, 1, TestRoom.ALL).gap()).isTrue();
        EventSlice kept = room.slice(3, 1, TestRoom.ALL);
        assertThat(kept.gap()).isFalse();
        assertThat(kept.events().get(0).body()).isEqualTo(new EventBody.Posted(room.message(4)));
        assertThat(kept.events().get(0).rev()).isEqualTo(4);
    }

    @Test
    default void whatIsDroppedIsNeitherChangedNorARepeat() {
        TestRoom room = full();
        Message first = room.message(1);
        room.posts(1);

        assertThat(room.append(room.entry().recall(first))).isEqualTo(new Outcome.Stale());
        assertThat(room.append(room.entry().post("alice", "m1", "m1"))).isInstanceOf(Outcome.Stored.class);
    }

    @Test
    default void roomsOfOtherKindsKeepMore() {
        TestRoom room = group("room", "alice");
        int fewest =
                TestRoom.make(storage(), RoomKind.LIVE, "live").state().row().keep();

        room.posts(fewest + 3);

        assertThat(room.message(1).seq()).isEqualTo(1);
        assertThat(room.state().row().keep()).isGreaterThan(fewest);
    }

    @Test
    default void entryOfEventsAloneIsStoredAndChangesNoPolicy() {
        TestRoom room = group("room", "alice");
        long policy = room.state().policy();

        room.stored(room.entry().event(new EventBody.Kicked("bob")));

        Event event = room.events(1).get(0);
        assertThat(event.body()).isEqualTo(new EventBody.Kicked("bob"));
        assertThat(event.cursor()).isEqualTo(new Cursor(room.epoch(), 2));
        assertThat(room.state().policy()).isEqualTo(policy);
        assertThat(List.of(room.state().rev(), room.state().members())).containsExactly(2L, 1L);
    }
}
