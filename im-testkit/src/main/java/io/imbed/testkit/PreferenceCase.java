package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Notify;
import io.imbed.protocol.OwnSettings.Patch;
import io.imbed.protocol.Role;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Preferences;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A member's own settings are kept for as long as it is one, and who reads in private is no reader. */
interface PreferenceCase extends StorageCase {
    private static void prefer(TestRoom room, String user, Patch patch) {
        room.stored(room.entry().prefer(user, patch));
    }

    private List<String> readers(TestRoom room, long seq, @Nullable String after, int limit) {
        return TestRoom.get(storage().store().readers(room.id(), seq, "alice", after, limit)).stream()
                .map(MemberRow::user)
                .toList();
    }

    @Test
    default void partsAreChangedOneByOneAndRaiseNoPolicy() {
        TestRoom room = group("room", "alice", "bob");
        room.posts(3);
        long policy = room.state().policy();
        long rev = room.state().rev();

        prefer(room, "bob", Patch.NONE.withNotifications(Notify.MENTIONS));
        prefer(room, "bob", Patch.NONE.withHidden(true).withPrivateReading(true));

        assertThat(room.member("bob").preferences()).isEqualTo(new Preferences(Notify.MENTIONS, 3L, true));
        assertThat(room.member("alice").preferences()).isEqualTo(Preferences.DEFAULT);
        assertThat(room.seat("bob").member()).isEqualTo(room.member("bob"));
        assertThat(room.state().policy()).isEqualTo(policy);
        assertThat(room.state().rev()).isEqualTo(rev);

        prefer(room, "bob", Patch.NONE.withHidden(false).withNotifications(Notify.NOTHING));
        assertThat(room.member("bob").preferences()).isEqualTo(new Preferences(Notify.NOTHING, null, true));
        prefer(room, "nobody", Patch.NONE.withHidden(true));
    }

    @Test
    default void othersChangesLeaveThemAndANewMembershipBeginsWithoutThem() {
        TestRoom room = group("room", "alice", "bob");
        prefer(room, "bob", Patch.NONE.withNotifications(Notify.NOTHING).withHidden(true));
        Preferences own = room.member("bob").preferences();
        assertThat(own.hiddenAt()).isZero();

        room.stored(room.entry().promote("bob", Role.ADMIN, "Bob"));
        room.posts(2);
        room.stored(room.entry().mark("bob", 2, 2));
        assertThat(room.member("bob").preferences()).isEqualTo(own);

        room.stored(room.entry().dismiss("bob"));
        room.stored(room.entry().admit("bob", Role.MEMBER));
        assertThat(room.member("bob").preferences()).isEqualTo(Preferences.DEFAULT);
    }

    @Test
    default void readersAreThoseWhoWereThereAndHaveReadAndLetItBeSeen() {
        TestRoom room = group("room", "alice", "bob", "carol", "dave", "eve");
        room.posts(2);
        for (String user : List.of("bob", "carol", "dave"))
            room.stored(room.entry().mark(user, 2, 0));
        room.stored(room.entry().mark("eve", 1, 2));
        room.stored(room.entry().admit("late", Role.MEMBER));
        prefer(room, "carol", Patch.NONE.withPrivateReading(true));

        assertThat(readers(room, 2, null, 10)).containsExactly("bob", "dave");
        assertThat(readers(room, 1, null, 10)).containsExactly("bob", "dave", "eve");
        assertThat(readers(room, 1, null, 2)).containsExactly("bob", "dave");
        assertThat(readers(room, 1, "bob", 2)).containsExactly("dave", "eve");
        assertThat(readers(group("other", "alice"), 1, null, 10)).isEmpty();
    }
}
