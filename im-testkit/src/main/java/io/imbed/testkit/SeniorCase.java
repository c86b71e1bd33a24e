package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Role;
import io.imbed.spi.MemberRow;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who stands first among a room's members, one left out: a single question, however many there are. */
interface SeniorCase extends StorageCase {
    @Test
    default void highestRoleStandsFirstHoweverShortItsTime() {
        TestRoom room = group("room", "owner");
        admit(room, "early", Role.MEMBER, 1);
        admit(room, "admin", Role.ADMIN, 2);
        admit(room, "second", Role.OWNER, 3);

        assertThat(senior("room", "owner")).contains("second");
        assertThat(senior("room", "second")).contains("owner");
        room.stored(room.entry().dismiss("second"));
        assertThat(senior("room", "owner")).contains("admin");
        room.stored(room.entry().promote("admin", Role.MEMBER, "A"));
        assertThat(senior("room", "owner")).contains("early");
    }

    @Test
    default void amongEqualsTheLongestServingStandsFirst() {
        TestRoom room = group("room", "owner");
        admit(room, "a", Role.ADMIN, 30);
        admit(room, "z", Role.ADMIN, 10);
        admit(room, "m", Role.ADMIN, 20);

        assertThat(senior("room", "owner")).contains("z");
        assertThat(senior("room", "z")).contains("owner");
        // Who comes back begins anew; who is promoted keeps its time.
        room.stored(room.entry().dismiss("z"));
        admit(room, "z", Role.ADMIN, 40);
        room.stored(room.entry().promote("m", Role.ADMIN, "New name"));
        assertThat(senior("room", "owner")).contains("m");
    }

    @Test
    default void equalTimesGoByTheCodesOfTheIds() {
        TestRoom room = group("room", "owner");
        for (String user : new String[] {"b", "a", "_", "B"}) admit(room, user, Role.MEMBER, 1);

        assertThat(senior("room", "owner")).contains("B");
    }

    @Test
    default void nobodyIsLeftOrTheRoomIsUnknown() {
        group("room", "owner");

        assertThat(senior("room", "owner")).isEmpty();
        assertThat(senior("room", "OWNER")).contains("owner");
        assertThat(senior("unknown", "owner")).isEmpty();
    }

    @Test
    default void seniorIsAWholeRow() {
        TestRoom room = group("room", "owner", "bob");
        room.post("bob", "c1");

        assertThat(TestRoom.get(storage().store().senior("room", "owner"))).contains(room.member("bob"));
    }

    private static void admit(TestRoom room, String user, Role role, long second) {
        room.stored(room.entry().at(EntryBuilder.START.plusSeconds(second)).admit(user, role));
    }

    private Optional<String> senior(String room, String beside) {
        return TestRoom.get(storage().store().senior(room, beside)).map(MemberRow::user);
    }
}
