package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.RoomSettings;
import io.imbed.protocol.SettingsPatch;
import io.imbed.spi.EventSlice;
import io.imbed.spi.Outcome;
import org.junit.jupiter.api.Test;

/** What becomes of a message beyond {@link RoomSettings#keep}, and of entries that hold events alone. */
interface KeepCase extends StorageCase {
    /** Keeps three, and has as many; message n is event n + 2. */
    private TestRoom full() {
        TestRoom room = group("room", "alice");
        room.stored(room.entry().configure(room.state(), SettingsPatch.NONE.withKeep(3)));
        room.posts(3);
        return room;
    }

    @Test
    default void whatIsDroppedIsFoundInNoWay() {
        TestRoom room = full();
        long first = room.message(1).rev();
        assertThat(room.find("alice", "m1")).isPresent();

        room.posts(1);

        assertThat(TestRoom.get(storage().log().message("room", 1))).isEmpty();
        assertThat(room.find("alice", "m1")).isEmpty();
        assertThat(room.find("alice", "m2")).isPresent();
        assertThat(room.slice(first - 1, 10, TestRoom.ALL).gap()).isTrue();
        EventSlice kept = room.slice(first, 10, TestRoom.ALL);
        assertThat(kept.gap()).isFalse();
        assertThat(kept.events().get(0).body()).isEqualTo(new EventBody.Posted(room.message(2)));
    }

    @Test
    default void whatIsDroppedIsNeitherChangedNorARepeat() {
        TestRoom room = full();
        Message first = room.message(1);
        room.posts(1);

        assertThat(room.append(room.entry().recall(first))).isEqualTo(new Outcome.Stale());
        assertThat(room.append(room.entry().post("alice", "m1", "m1"))).isInstanceOf(Outcome.Stored.class);
        assertThat(room.state().seq()).isEqualTo(5);
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
        assertThat(room.state().members()).isEqualTo(1);
    }
}
