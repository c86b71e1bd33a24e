package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Role;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import org.junit.jupiter.api.Test;

/** Members from elsewhere stand where they stood there. */
interface SettleCase extends StorageCase {
    @Test
    default void settledMemberStandsWhereItsRowSays() {
        TestRoom room = group("room", "alice");
        room.posts(9);
        RoomState before = room.state();

        room.stored(room.entry().settle("bob", 2, 5, 7));

        assertThat(room.member("bob"))
                .isEqualTo(new MemberRow(
                        "room", "bob", "BOB", Role.MEMBER, EntryBuilder.START.minusSeconds(60), 2, 5, 7, null));
        assertThat(room.state().members()).isEqualTo(2);
        assertThat(room.state().policy()).isEqualTo(before.policy() + 1);
        assertThat(room.seat("bob").member()).isEqualTo(room.member("bob"));
    }

    @Test
    default void settledMemberStandsNoFurtherThanTheRoom() {
        TestRoom room = group("room", "alice");
        room.posts(3);

        room.stored(room.entry().settle("bob", 4, 5, 6));

        MemberRow bob = room.member("bob");
        assertThat(bob.joinedSeq()).isEqualTo(3);
        assertThat(bob.read()).isEqualTo(3);
        assertThat(bob.delivered()).isEqualTo(3);
    }

    @Test
    default void settlingAMemberFails() {
        TestRoom room = group("room", "alice");
        MemberRow before = room.member("alice");

        assertThat(room.append(room.entry().settle("alice", 0, 0, 0))).isInstanceOf(Outcome.Failed.class);
        assertThat(room.member("alice")).isEqualTo(before);
    }
}
