package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Role;
import io.imbed.spi.Change;
import io.imbed.spi.Outcome;
import io.imbed.spi.Restraint;
import io.imbed.spi.Restraint.Kind;
import io.imbed.spi.RoomState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a room holds against users is imposed, replaced, lifted, found and listed, members or not. */
interface RestraintCase extends StorageCase {
    /** When everything here is asked for. */
    Instant NOW = EntryBuilder.START.plusSeconds(100);

    Instant LATER = NOW.plusSeconds(1);

    @Test
    default void restraintIsKeptAsItWasGivenForMembersAndStrangersAlike() {
        TestRoom room = group("room", "alice", "bob");
        Restraint ban = new Restraint("room", "eve", Kind.BAN, "alice", NOW, LATER, "spam \uD83D\uDE80");
        Restraint mute = new Restraint("room", "bob", Kind.MUTE, "~system", NOW, Restraint.FOR_EVER, null);

        room.stored(room.entry().change(new Change.Restrain(ban)));
        room.stored(room.entry().change(new Change.Restrain(mute)));

        assertThat(restraints("room", "eve")).containsExactly(ban);
        assertThat(restraints("room", "bob")).containsExactly(mute);
        assertThat(room.state().members()).isEqualTo(2);
    }

    @Test
    default void thereIsOneOfEachKindAndTheLastIsTheOne() {
        TestRoom room = group("room", "alice");
        room.stored(room.entry().restrain("eve", Kind.MUTE, NOW));
        room.stored(room.entry().restrain("eve", Kind.BAN, NOW).restrain("eve", Kind.BAN, LATER));

        assertThat(restraints("room", "eve")).extracting(Restraint::kind).containsExactly(Kind.BAN, Kind.MUTE);
        assertThat(restraints("room", "eve")).extracting(Restraint::until).containsExactly(LATER, NOW);

        room.stored(room.entry().release("eve", Kind.BAN));

        assertThat(restraints("room", "eve")).extracting(Restraint::kind).containsExactly(Kind.MUTE);
    }

    @Test
    default void restraintOutlivesComingAndGoing() {
        TestRoom room = group("room", "alice", "bob");
        room.stored(room.entry().restrain("bob", Kind.MUTE, LATER).dismiss("bob"));
        room.stored(room.entry().admit("bob", Role.MEMBER));

        assertThat(restraints("room", "bob")).hasSize(1);
    }

    @Test
    default void restraintRaisesThePolicyVersion() {
        TestRoom room = group("room", "alice");
        RoomState before = room.state();

        room.stored(room.entry().restrain("eve", Kind.BAN, LATER));
        assertThat(room.state().policy()).isEqualTo(before.policy() + 1);

        room.stored(room.entry().release("eve", Kind.BAN));
        assertThat(room.state().policy()).isEqualTo(before.policy() + 2);
        assertThat(room.append(room.entry().guard(room.stale()).restrain("eve", Kind.BAN, LATER)))
                .isEqualTo(new Outcome.Stale());
        assertThat(restraints("room", "eve")).isEmpty();
    }

    @Test
    default void liftingWhatIsNotThereFailsAndStoresNothing() {
        TestRoom room = group("room", "alice");
        room.stored(room.entry().restrain("eve", Kind.MUTE, LATER));
        RoomState before = room.state();

        Outcome outcome = room.append(room.entry()
                .post("alice", "c1", "text")
                .release("eve", Kind.MUTE)
                .release("eve", Kind.BAN));

        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(room.state()).isEqualTo(before);
        assertThat(restraints("room", "eve")).hasSize(1);
    }

    @Test
    default void bansInForceComeInPagesByTheCodesOfTheIds() {
        TestRoom room = group("room", "alice");
        for (String user : List.of("b", "B", "a-1", "a", "_z", "~m", "a.1")) {
            room.stored(room.entry().restrain(user, Kind.BAN, LATER));
        }
        room.stored(room.entry().restrain("a0", Kind.BAN, NOW).restrain("a1", Kind.MUTE, LATER));

        assertThat(banned("room", null, 100)).containsExactly("B", "_z", "a", "a-1", "a.1", "b", "~m");
        assertThat(banned("room", "a", 2)).containsExactly("a-1", "a.1");
        assertThat(banned("room", "a.1", 3)).containsExactly("b", "~m");
        assertThat(banned("room", "~m", 3)).isEmpty();
        assertThat(banned("unknown", null, 3)).isEmpty();
        assertThat(TestRoom.get(storage().store().bans("room", LATER, null, 100)))
                .as("all have ended by then")
                .isEmpty();
    }

    @Test
    default void restraintsOfOneRoomAreNotThoseOfAnother() {
        TestRoom room = group("room", "alice");
        group("other", "alice");
        room.stored(room.entry().restrain("eve", Kind.BAN, LATER));

        assertThat(restraints("other", "eve")).isEmpty();
        assertThat(restraints("room", "EVE")).isEmpty();
        assertThat(restraints("unknown", "eve")).isEmpty();
        assertThat(banned("other", null, 10)).isEmpty();
    }

    private List<Restraint> restraints(String room, String user) {
        return TestRoom.get(storage().store().restraints(room, user));
    }

    private List<String> banned(String room, @Nullable String after, int limit) {
        return TestRoom.get(storage().store().bans(room, NOW, after, limit)).stream()
                .map(Restraint::user)
                .toList();
    }
}
