package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import org.junit.jupiter.api.Test;

/** Marks move forward alone, and no further than the room. */
interface MarkCase extends StorageCase {
    @Test
    default void ownMessageMovesTheSendersReadMarkAlone() {
        TestRoom room = group("room", "alice", "bob");

        room.post("alice", "c1");
        room.post("alice", "c2");

        marks(room, "alice", 2, 0);
        marks(room, "bob", 0, 0);
    }

    @Test
    default void senderWhoIsNoMemberHasNoMark() {
        TestRoom room = group("room", "alice");

        room.post("bot", "c1");

        assertThat(room.state().members()).isEqualTo(1);
        assertThat(TestRoom.get(storage().store().member("room", "bot"))).isEmpty();
        marks(room, "alice", 0, 0);
    }

    @Test
    default void eachMarkMovesForwardByItselfAndNeverBack() {
        TestRoom room = group("room", "alice", "bob");
        room.posts(9);

        room.stored(room.entry().mark("bob", 3, 5));
        marks(room, "bob", 3, 5);

        room.stored(room.entry().mark("bob", 4, 2));
        marks(room, "bob", 4, 5);

        room.stored(room.entry().mark("bob", 0, 7));
        marks(room, "bob", 4, 7);

        room.stored(room.entry().mark("bob", -1, Long.MIN_VALUE));
        marks(room, "bob", 4, 7);
    }

    @Test
    default void markGoesNoFurtherThanTheRoomsLastSeq() {
        TestRoom room = group("room", "alice", "bob");
        room.posts(5);

        room.stored(room.entry().mark("bob", 6, Long.MAX_VALUE));
        marks(room, "bob", 5, 5);

        room.posts(1);
        marks(room, "bob", 5, 5);
    }

    @Test
    default void markBehindOneInTheSameBatchDoesNotMoveBack() {
        TestRoom room = group("room", "alice", "bob");
        room.posts(5);

        append(room.entry().mark("bob", 4, 4), room.entry().mark("bob", 2, 2));

        marks(room, "bob", 4, 4);
    }

    @Test
    default void markOfOneMemberLeavesTheOthers() {
        TestRoom room = group("room", "alice", "bob", "carol");
        TestRoom other = group("other", "alice", "bob");
        room.posts(3);
        other.posts(3);

        room.stored(room.entry().mark("bob", 2, 2));

        marks(room, "carol", 0, 0);
        marks(other, "bob", 0, 0);
    }

    @Test
    default void markOfAnUnknownMemberIsIgnored() {
        TestRoom room = group("room", "alice");
        room.posts(1);
        RoomState before = room.state();

        Outcome outcome = room.append(room.entry().mark("nobody", 1, 1));

        assertThat(outcome).isEqualTo(new Outcome.Stored(3, 2, 1, EntryBuilder.START));
        assertThat(room.state()).isEqualTo(before);
        assertThat(TestRoom.get(storage().store().member("room", "nobody"))).isEmpty();
    }

    private static void marks(TestRoom room, String user, long read, long delivered) {
        assertThat(room.member(user).read()).as("read mark").isEqualTo(read);
        assertThat(room.member(user).delivered()).as("delivered mark").isEqualTo(delivered);
    }
}
