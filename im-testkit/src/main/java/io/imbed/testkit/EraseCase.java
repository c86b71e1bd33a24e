package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor.Side;
import io.imbed.spi.Change;
import io.imbed.spi.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of what was erased nothing is left but a place, and the id of its sender. */
interface EraseCase extends StorageCase {
    @Test
    default void erasedMessageHasNeitherContentNorName() {
        TestRoom room = group("room", "alice", "bob");
        room.post("alice", "c1", "bob");
        room.stored(room.entry().react(room.message(1), "bob", "k", true));
        room.stored(room.entry().pin(room.message(1), true));

        Outcome.Stored erased = room.stored(room.entry().erase(room.message(1)));

        Message now = room.message(1);
        assertThat(now)
                .isEqualTo(new Message(
                        "room",
                        1,
                        erased.firstRev(),
                        "c1",
                        "alice",
                        "",
                        EntryBuilder.START,
                        null,
                        null,
                        List.of(),
                        null,
                        null));
        assertThat(room.history(Side.LATEST, 0, 10).messages()).containsExactly(now);
        assertThat(room.events(2).get(0).body()).isEqualTo(new EventBody.Posted(now));
        assertThat(room.state().last()).isEqualTo(now);
        assertThat(room.seat("bob").mentions()).isZero();
        assertThat(TestRoom.get(storage().log().pinned("room"))).isEmpty();
        assertThat(TestRoom.get(storage().log().reactions("room", 1, "bob"))).isEmpty();
    }

    @Test
    default void tombstoneIsErasedToo() {
        TestRoom room = group("room", "alice");
        room.post("alice", "c1");
        room.stored(room.entry().recall(room.message(1)));
        assertThat(room.message(1).isErased()).isFalse();

        room.stored(room.entry().erase(room.message(1)));

        assertThat(room.message(1).isErased()).isTrue();
    }

    /** The digest could be compared with those of likely texts. */
    @Test
    default void repeatOfWhatWasErasedIsAConflict() {
        TestRoom room = group("room", "alice");
        room.post("alice", "c1");

        room.stored(room.entry().erase(room.message(1)));

        assertThat(room.append(room.entry().post("alice", "c1", "c1"))).isEqualTo(new Outcome.Conflict());
    }

    @Test
    default void eraseStandsOnTheMessageAsItWas() {
        TestRoom room = group("room", "alice");
        room.post("alice", "c1");
        Message before = room.message(1);
        room.stored(room.entry().edit(before, "changed"));

        assertThat(room.append(room.entry().erase(before))).isEqualTo(new Outcome.Stale());
        assertThat(room.append(
                        room.entry().change(new Change.Erase(1, room.message(1).rev()))))
                .isInstanceOf(Outcome.Failed.class);
        assertThat(room.message(1).recalled()).isFalse();
    }
}
