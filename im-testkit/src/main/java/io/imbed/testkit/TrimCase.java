package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor.Side;
import io.imbed.spi.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is too old goes without an event: cursors before it meet a gap, and everything else is as it was. */
interface TrimCase extends StorageCase {
    /** Message n is event n + 2. */
    private TestRoom five() {
        TestRoom room = group("room", "alice", "bob");
        room.posts(5);
        return room;
    }

    @Test
    default void trimmedMessagesAreFoundInNoWayAndNumbersGoOn() {
        TestRoom room = five();
        room.stored(room.entry().pin(room.message(2), true));
        room.stored(room.entry().react(room.message(2), "bob", "k", true));
        room.post("bob", "hey", "alice");
        room.stored(room.entry().mark("alice", 0, 0));
        var before = room.state();

        Outcome.Stored trim = room.stored(room.entry().trim(7, 0));

        assertThat(trim).isEqualTo(new Outcome.Stored(11, 10, 6, before.at()));
        assertThat(room.state().rev()).isEqualTo(10);
        assertThat(room.state().policy()).isEqualTo(before.policy());
        assertThat(room.state().last()).isNull();
        assertThat(room.seat("alice").mentions()).isZero();
        assertThat(room.history(Side.LATEST, 0, 10).messages()).isEmpty();
        assertThat(room.history(Side.LATEST, 0, 10).more()).isFalse();
        assertThat(TestRoom.get(storage().log().pinned("room"))).isEmpty();
        assertThat(TestRoom.get(storage().log().reactions("room", 2, "bob"))).isEmpty();
        assertThat(TestRoom.get(storage().log().message("room", 2))).isEmpty();
        assertThat(room.post("alice", "m1").seq()).isEqualTo(7);
        assertThat(room.post("alice", "m2").seq()).isEqualTo(8);
        assertThat(room.state().rev()).isEqualTo(12);
    }

    @Test
    default void eventsThatShowATrimmedMessageGoWithIt() {
        TestRoom room = five();
        room.stored(room.entry().edit(room.message(1), "late"));

        room.stored(room.entry().trim(2, 0));

        assertThat(room.history(Side.LATEST, 0, 10).messages()).hasSize(4);
        assertThat(room.slice(7, 10, TestRoom.ALL).gap()).isTrue();
        assertThat(room.slice(8, 10, TestRoom.ALL).gap()).isFalse();
    }

    @Test
    default void eventsAreTrimmedAndMessagesStay() {
        TestRoom room = five();
        Message second = room.message(2);

        room.stored(room.entry().trim(0, 6));

        assertThat(room.slice(4, 10, TestRoom.ALL).gap()).isTrue();
        assertThat(room.events(5)).extracting(Event::rev).containsExactly(6L, 7L);
        assertThat(room.history(Side.LATEST, 0, 10).messages()).hasSize(5);
        assertThat(room.append(room.entry().post("alice", "m2", "m2"))).isEqualTo(new Outcome.Duplicate(second, 4));
        room.stored(room.entry().edit(second, "changed"));
        assertThat(room.events(7).get(0).body()).isEqualTo(EventBody.Edited.of(2, room.message(2)));
    }

    @Test
    default void trimGoesNeitherBackNorBeyondTheEnd() {
        TestRoom room = five();
        room.stored(room.entry().trim(3, 5));

        room.stored(room.entry().trim(2, 4));
        assertThat(room.history(Side.LATEST, 0, 10).messages()).hasSize(3);
        assertThat(room.events(4)).hasSize(3);

        room.stored(room.entry().trim(99, 99));
        assertThat(room.events(7)).isEmpty();
        assertThat(room.slice(6, 10, TestRoom.ALL).gap()).isTrue();
        assertThat(room.post("alice", "new").seq()).isEqualTo(6);
        assertThat(room.events(7)).extracting(Event::rev).containsExactly(8L);
    }

    @Test
    default void trimStandsAloneAndUnderItsGuard() {
        TestRoom room = five();

        assertThat(room.append(room.entry().trim(3, 3).post("alice", "c", "c"))).isInstanceOf(Outcome.Failed.class);
        assertThat(room.append(room.entry().trim(3, 3).event(new EventBody.Kicked("eve"))))
                .isInstanceOf(Outcome.Failed.class);
        assertThat(room.append(room.entry().guard(room.stale()).trim(3, 3))).isEqualTo(new Outcome.Stale());
        assertThat(room.history(Side.LATEST, 0, 10).messages()).hasSize(5);
    }

    @Test
    default void whatIsTrimmedInABatchIsGoneForWhatComesBehindIt() {
        TestRoom room = five();
        Message first = room.message(1);

        var outcomes = TestRoom.get(storage()
                .log()
                .append(List.of(
                        room.entry().trim(2, 0).build(),
                        room.entry().post("alice", "m1", "m1").build(),
                        room.entry().edit(first, "too late").build())));

        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Stored(8, 8, 6, EntryBuilder.START));
        assertThat(outcomes.get(2)).isEqualTo(new Outcome.Stale());
    }
}
