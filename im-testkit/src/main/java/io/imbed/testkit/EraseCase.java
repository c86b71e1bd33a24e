package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor.Side;
import io.imbed.protocol.Role;
import io.imbed.spi.Change;
import io.imbed.spi.Guard;
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

    /** EntryBuilder calls members by their ids in capital letters. */
    @Test
    default void nameIsTakenOutOfAllEventsAndTheMembersRow() {
        TestRoom room = group("room", "alice", "bob");
        room.stored(room.entry().dismiss("bob"));
        room.stored(room.entry().admit("bob", Role.ADMIN));
        var before = room.state();
        assertThat(isNamed("bob")).isTrue();

        Outcome.Stored unnamed = room.stored(room.entry().unname("bob"));

        assertThat(unnamed).isEqualTo(new Outcome.Stored(before.rev() + 1, before.rev(), before.seq(), before.at()));
        assertThat(room.state().policy()).isEqualTo(before.policy() + 1);
        assertThat(room.events(0))
                .extracting(Event::body)
                .containsExactly(
                        new EventBody.Joined("alice", "ALICE", Role.OWNER),
                        new EventBody.Joined("bob", "bob", Role.MEMBER),
                        new EventBody.Kicked("bob"),
                        new EventBody.Joined("bob", "bob", Role.ADMIN));
        assertThat(room.member("bob").name()).isEqualTo("bob");
        assertThat(room.member("alice").name()).isEqualTo("ALICE");
        assertThat(isNamed("bob")).isFalse();
        assertThat(isNamed("alice")).isTrue();
    }

    private boolean isNamed(String user) {
        return TestRoom.get(storage().upkeep().isNamed("room", user));
    }

    @Test
    default void nameOfOneWhoHasLeftIsATraceUntilItIsTaken() {
        TestRoom room = group("room", "alice", "bob");
        room.stored(room.entry().dismiss("bob"));
        assertThat(TestRoom.get(storage().upkeep().traces("bob", null, 10)).rooms())
                .containsExactly("room");

        room.stored(room.entry().unname("bob"));

        assertThat(TestRoom.get(storage().upkeep().traces("bob", null, 10)).rooms())
                .isEmpty();
        assertThat(TestRoom.get(storage().upkeep().isNamed("nowhere", "bob"))).isFalse();
    }

    @Test
    default void nameIsTakenOutOfWhatCameBeforeInItsBatchAndNotOfWhatComesAfter() {
        TestRoom room = group("room", "alice");
        String epoch = room.state().epoch();
        long policy = room.state().policy();

        TestRoom.get(storage()
                .log()
                .append(List.of(
                        room.entry().admit("bob", Role.MEMBER).build(),
                        room.entry()
                                .guard(new Guard.At(epoch, policy + 1))
                                .unname("bob")
                                .build(),
                        room.entry()
                                .guard(new Guard.At(epoch, policy + 2))
                                .dismiss("bob")
                                .build(),
                        room.entry()
                                .guard(new Guard.At(epoch, policy + 3))
                                .admit("bob", Role.MEMBER)
                                .build())));

        assertThat(room.events(1))
                .extracting(Event::body)
                .containsExactly(
                        new EventBody.Joined("bob", "bob", Role.MEMBER),
                        new EventBody.Kicked("bob"),
                        new EventBody.Joined("bob", "BOB", Role.MEMBER));
        assertThat(isNamed("bob")).isTrue();
    }

    @Test
    default void nameThatIsTrimmedIsNoneAndTakingOneStandsAlone() {
        TestRoom room = group("room", "alice", "bob");
        room.stored(room.entry().dismiss("bob"));
        room.stored(room.entry().trim(0, 3));
        assertThat(isNamed("bob")).isFalse();

        assertThat(room.append(room.entry().unname("bob").post("alice", "c", "c")))
                .isInstanceOf(Outcome.Failed.class);
        assertThat(room.append(room.entry().guard(room.stale()).unname("alice")))
                .isEqualTo(new Outcome.Stale());
        assertThat(isNamed("alice")).isTrue();
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
