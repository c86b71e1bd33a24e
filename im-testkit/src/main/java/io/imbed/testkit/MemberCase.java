package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Change;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Restraint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Members are admitted, changed, dismissed, found and listed. */
interface MemberCase extends StorageCase {
    @Test
    default void memberIsAdmittedAtTheRoomsLastSeq() {
        TestRoom room = group("room", "alice");
        Instant later = EntryBuilder.START.plusSeconds(7);
        room.posts(3);

        room.stored(room.entry().at(later).admit("bob", Role.ADMIN));

        assertThat(room.member("bob")).isEqualTo(new MemberRow("room", "bob", "BOB", Role.ADMIN, later, 3, 3, 3, null));
        assertThat(room.member("alice"))
                .isEqualTo(new MemberRow("room", "alice", "ALICE", Role.OWNER, EntryBuilder.START, 0, 3, 0, null));
        assertThat(room.state().members()).isEqualTo(2);
    }

    @Test
    default void promotionChangesRoleAndNameAlone() {
        TestRoom room = group("room", "alice");
        room.posts(2);
        room.stored(room.entry().admit("bob", Role.MEMBER));
        room.posts(2);
        room.stored(room.entry().mark("bob", 3, 4));

        room.stored(room.entry().at(EntryBuilder.START.plusSeconds(9)).promote("bob", Role.OWNER, "Bob B."));

        assertThat(room.member("bob"))
                .isEqualTo(new MemberRow("room", "bob", "Bob B.", Role.OWNER, EntryBuilder.START, 2, 3, 4, null));
        assertThat(room.state().members()).isEqualTo(2);
    }

    @Test
    default void muteIsKeptThroughEverythingUntilItIsChanged() {
        TestRoom room = group("room", "alice");
        Instant until = EntryBuilder.START.plusSeconds(60);
        room.stored(room.entry()
                .change(new Change.Admit(MemberRow.joining("room", "bob", "BOB", Role.MEMBER, EntryBuilder.START)
                        .muted(until))));
        assertThat(room.member("bob").mutedUntil()).as("admitted").isEqualTo(until);

        room.stored(room.entry().mute(room.member("bob"), Restraint.FOR_EVER));
        room.post("bob", "c1");
        room.stored(room.entry().mark("bob", 1, 1));

        assertThat(room.member("bob").mutedUntil()).isEqualTo(Restraint.FOR_EVER);
        assertThat(room.seat("bob").member().mutedUntil()).isEqualTo(Restraint.FOR_EVER);
        room.stored(room.entry().mute(room.member("bob"), null));
        assertThat(room.member("bob"))
                .isEqualTo(new MemberRow("room", "bob", "BOB", Role.MEMBER, EntryBuilder.START, 0, 1, 1, null));
        assertThat(room.state().policy()).isEqualTo(4);
    }

    @Test
    default void dismissedMemberIsNone() {
        TestRoom room = group("room", "alice", "bob");

        room.stored(room.entry().dismiss("bob"));

        assertThat(member("room", "bob")).isFalse();
        assertThat(users("room", null, 10)).containsExactly("alice");
        assertThat(room.state().members()).isEqualTo(1);
    }

    @Test
    default void memberWhoComesBackBeginsAnew() {
        TestRoom room = group("room", "alice", "bob");
        room.stored(room.entry().promote("bob", Role.ADMIN, "Bob"));
        room.stored(room.entry().dismiss("bob"));
        room.posts(2);

        room.stored(room.entry().admit("bob", Role.MEMBER));

        assertThat(room.member("bob"))
                .isEqualTo(new MemberRow("room", "bob", "BOB", Role.MEMBER, EntryBuilder.START, 2, 2, 2, null));
        assertThat(room.state().members()).isEqualTo(2);
    }

    @Test
    default void memberIsReplacedWithinOneEntry() {
        TestRoom room = group("room", "alice", "bob");
        room.posts(1);

        room.stored(room.entry().dismiss("bob").admit("bob", Role.ADMIN));

        assertThat(room.member("bob").joinedSeq()).isEqualTo(1);
        assertThat(room.state().members()).isEqualTo(2);
        assertThat(room.seat("bob").member().role()).isEqualTo(Role.ADMIN);
    }

    @Test
    default void memberIsFoundByRoomAndUserExactly() {
        group("room", "alice");
        group("other", "bob");

        assertThat(member("room", "alice")).isTrue();
        assertThat(member("room", "bob")).isFalse();
        assertThat(member("room", "ALICE")).isFalse();
        assertThat(member("ROOM", "alice")).isFalse();
        assertThat(member("unknown", "alice")).isFalse();
    }

    @Test
    default void usersWhoseIdsDifferInCaseAreTwo() {
        TestRoom room = group("room", "alice", "Alice", "ALICE");

        room.stored(room.entry().dismiss("Alice"));

        assertThat(users("room", null, 10)).containsExactly("ALICE", "alice");
    }

    @Test
    default void membersComeInPagesByTheCodesOfTheirIds() {
        group("room", "b", "B", "a-1", "a", "_z", "~m", "a.1", "10", "9");

        assertThat(users("room", null, 100)).containsExactly("10", "9", "B", "_z", "a", "a-1", "a.1", "b", "~m");
        assertThat(users("room", null, 2)).containsExactly("10", "9");
        assertThat(users("room", "9", 3)).containsExactly("B", "_z", "a");
        assertThat(users("room", "a-0", 2)).containsExactly("a-1", "a.1");
        assertThat(users("room", "~m", 3)).isEmpty();
        assertThat(users("unknown", null, 3)).isEmpty();
    }

    @Test
    default void pageHoldsWholeRows() {
        TestRoom room = group("room", "alice", "bob");
        room.post("bob", "c1");

        assertThat(TestRoom.get(storage().store().members("room", null, 10)))
                .containsExactly(room.member("alice"), room.member("bob"));
    }

    @Test
    default void pagesMissAndRepeatNoMemberWhileOthersComeAndGo() {
        TestRoom room = group("room", "owner");
        EntryBuilder admits = room.entry();
        for (int i = 10; i < 30; i++) admits.admit("u" + i, Role.MEMBER);
        room.stored(admits);
        List<String> seen = new ArrayList<>();

        String after = "u";
        for (int page = 0; page < 50; page++) {
            List<String> users = users("room", after, 3);
            if (users.isEmpty()) break;
            seen.addAll(users);
            after = users.get(users.size() - 1);
            // The member that the next page starts from is gone by then.
            EntryBuilder change = room.entry().dismiss(after).admit("a" + page, Role.MEMBER);
            if (after.length() == 3) change.admit(after + "x", Role.MEMBER);
            room.stored(change);
        }

        assertThat(seen)
                .doesNotHaveDuplicates()
                .filteredOn(user -> user.length() == 3)
                .hasSize(20);
    }

    @Test
    default void membersOfOneRoomAreNotThoseOfAnother() {
        TestRoom first = group("first", "alice", "bob");
        TestRoom second = TestRoom.make(storage(), RoomKind.CHANNEL, "second", "alice", "bob");

        first.stored(first.entry().dismiss("bob").promote("alice", Role.MEMBER, "A"));

        assertThat(second.member("bob").role()).isEqualTo(Role.MEMBER);
        assertThat(second.member("alice").role()).isEqualTo(Role.OWNER);
        assertThat(second.state().members()).isEqualTo(2);
    }

    private boolean member(String room, String user) {
        return TestRoom.get(storage().store().member(room, user)).isPresent();
    }

    private List<String> users(String room, @Nullable String after, int limit) {
        return TestRoom.get(storage().store().members(room, after, limit)).stream()
                .map(MemberRow::user)
                .toList();
    }
}
