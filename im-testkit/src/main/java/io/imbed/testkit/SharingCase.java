package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is in a room with whom. */
interface SharingCase extends StorageCase {
    @Test
    default void usersOfOneRoomShareItWhateverItsKind() {
        group("g", "alice", "bob");
        TestRoom.make(storage(), RoomKind.CHANNEL, "c", "carol", "alice");
        group("foreign", "dave", "bob");

        assertThat(sharing("alice", "bob", "carol", "dave", "nobody")).containsExactlyInAnyOrder("bob", "carol");
        assertThat(sharing("bob", "alice", "carol", "dave")).containsExactlyInAnyOrder("alice", "dave");
        assertThat(sharing("dave", "alice", "carol")).isEmpty();
    }

    @Test
    default void sharingEndsWithTheLastRoomInCommonAndComesBackWithOne() {
        TestRoom one = group("one", "alice", "bob");
        TestRoom two = group("two", "alice", "bob");

        one.stored(one.entry().dismiss("bob"));
        assertThat(sharing("alice", "bob")).containsExactly("bob");

        two.stored(two.entry().dismiss("alice"));
        assertThat(sharing("alice", "bob")).isEmpty();
        assertThat(sharing("bob", "alice")).isEmpty();

        one.stored(one.entry().admit("bob", Role.MEMBER));
        assertThat(sharing("alice", "bob")).containsExactly("bob");
    }

    @Test
    default void userIsAmongThoseItSharesWithOnceItIsInARoom() {
        group("g", "alice");

        assertThat(sharing("alice", "alice")).containsExactly("alice");
        assertThat(sharing("nobody", "nobody", "alice")).isEmpty();
    }

    @Test
    default void onlyThoseAskedAboutAreAnsweredAndTheirIdsExactly() {
        group("g", "alice", "bob", "Bob", "carol");

        assertThat(sharing("alice", "Bob", "BOB", "alicE")).containsExactly("Bob");
        assertThat(sharing("alice")).isEmpty();
    }

    @Test
    default void hundredOthersAreOneQuestion() {
        List<String> users = new ArrayList<>(List.of("alice"));
        for (int i = 0; i < 50; i++) users.add("u" + i);
        group("g", users.toArray(String[]::new));
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < 100; i++) asked.add("u" + i);

        assertThat(sharing("alice", asked.toArray(String[]::new))).hasSize(50).contains("u0", "u49");
    }

    private Set<String> sharing(String user, String... others) {
        return TestRoom.get(storage().store().sharing(user, List.of(others)));
    }
}
