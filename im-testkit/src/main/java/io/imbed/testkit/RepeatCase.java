package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Message;
import io.imbed.spi.Guard;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** (room, sender, client id) names one message: a repeat finds it, another content is a conflict. */
interface RepeatCase extends StorageCase {
    @Test
    default void repeatStoresNothingAndReturnsTheMessage() {
        TestRoom room = group("room", "alice");
        room.post("alice", "c1");
        RoomState before = room.state();

        Outcome outcome =
                room.append(room.entry().at(EntryBuilder.START.plusSeconds(5)).post("alice", "c1", "c1"));

        assertThat(outcome).isEqualTo(room.duplicate(1, room.message(1).rev()));
        assertThat(room.state()).isEqualTo(before);
        assertThat(room.events(0)).hasSize(2);
    }

    @Test
    default void repeatWithinTheSameBatchFindsTheFirst() {
        TestRoom room = group("room", "alice");

        List<Outcome> outcomes = append(
                room.entry().post("alice", "c1", "text"),
                room.entry().post("alice", "c1", "text"),
                room.entry().post("alice", "c1", "other"),
                room.entry().post("alice", "c2", "text"));

        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Stored.class);
        assertThat(outcomes.get(1)).isEqualTo(room.duplicate(1, room.message(1).rev()));
        assertThat(outcomes.get(2)).isEqualTo(new Outcome.Conflict());
        assertThat(outcomes.get(3)).isEqualTo(new Outcome.Stored(3, 3, 2, EntryBuilder.START));
    }

    @Test
    default void repeatIsFoundWhateverHasChangedSince() {
        TestRoom room = group("room", "alice", "bob");
        Guard old = new Guard.At(room.epoch(), room.state().policy());
        room.post("bob", "c1");

        room.stored(room.entry().dismiss("bob"));

        Outcome expected = room.duplicate(1, room.message(1).rev());
        assertThat(room.append(room.entry().guard(old).post("bob", "c1", "c1"))).isEqualTo(expected);
        assertThat(room.append(room.entry().guard(new Guard.Absent()).post("bob", "c1", "c1")))
                .isEqualTo(expected);
        assertThat(room.append(room.entry().guard(new Guard.At("other", 1)).post("bob", "c1", "c1")))
                .isEqualTo(expected);
    }

    @Test
    default void repeatReturnsTheMessageAsItIsNow() {
        TestRoom room = group("room", "alice");
        room.post("alice", "c1");

        room.stored(room.entry().edit(room.message(1), "edited"));
        Message edited = repeated(room, "c1");
        room.stored(room.entry().recall(room.message(1)));
        Message recalled = repeated(room, "c1");

        assertThat(edited.content())
                .isNotNull()
                .matches(content -> content.fallback().equals("edited"));
        assertThat(recalled.recalled()).isTrue();
    }

    @Test
    default void sameClientIdForOtherContentIsAConflictAndStoresNothing() {
        TestRoom room = group("room", "alice");
        room.post("alice", "c1");
        RoomState before = room.state();

        Outcome outcome = room.append(room.entry().post("alice", "c1", "other"));
        Outcome underStaleGuard = room.append(room.entry().guard(room.stale()).post("alice", "c1", "other"));

        assertThat(outcome).isEqualTo(new Outcome.Conflict());
        assertThat(underStaleGuard).isEqualTo(new Outcome.Conflict());
        assertThat(room.state()).isEqualTo(before);
    }

    @Test
    default void whatWasSubmittedDecidesAndNotWhatTheMessageSaysNow() {
        TestRoom room = group("room", "alice");
        room.post("alice", "c1");
        room.stored(room.entry().edit(room.message(1), "edited"));

        assertThat(room.append(room.entry().post("alice", "c1", "edited"))).isEqualTo(new Outcome.Conflict());
        assertThat(room.append(room.entry().post("alice", "c1", "c1"))).isInstanceOf(Outcome.Duplicate.class);
    }

    @Test
    default void nothingElseOfARepeatIsApplied() {
        TestRoom room = group("room", "alice", "bob");
        room.post("alice", "c1");
        RoomState before = room.state();

        Outcome outcome =
                room.append(room.entry().mark("bob", 1, 1).dismiss("bob").post("alice", "c1", "c1"));

        assertThat(outcome).isInstanceOf(Outcome.Duplicate.class);
        assertThat(room.member("bob").read()).isZero();
        assertThat(room.state()).isEqualTo(before);
    }

    @Test
    default void clientIdsOfOtherSendersAndRoomsAreOtherIds() {
        TestRoom room = group("room", "alice", "bob");
        TestRoom other = group("other", "alice");
        room.post("alice", "c1");

        assertThat(room.append(room.entry().post("bob", "c1", "x"))).isInstanceOf(Outcome.Stored.class);
        assertThat(other.append(other.entry().post("alice", "c1", "x"))).isInstanceOf(Outcome.Stored.class);
    }

    @Test
    default void idsThatDifferInOneCharacterOrItsCaseAreOtherIds() {
        TestRoom room = group("room", "alice");
        room.post("alice", "c1");

        assertThat(room.append(room.entry().post("alice", "C1", "x"))).isInstanceOf(Outcome.Stored.class);
        assertThat(room.append(room.entry().post("Alice", "c1", "x"))).isInstanceOf(Outcome.Stored.class);
        assertThat(room.append(room.entry().post("alice", "c1-", "x"))).isInstanceOf(Outcome.Stored.class);
        assertThat(room.append(room.entry().post("alice", "c_", "x"))).isInstanceOf(Outcome.Stored.class);
        assertThat(room.append(room.entry().post("alice", "c-", "x"))).isInstanceOf(Outcome.Stored.class);
    }

    @Test
    default void clientIdOfAnEntryThatWasNotStoredStaysFree() {
        TestRoom room = group("room", "alice");
        room.append(room.entry().guard(room.stale()).post("alice", "c1", "stale"));
        room.append(room.entry().dismiss("nobody").post("alice", "c1", "failed"));

        assertThat(room.find("alice", "c1")).isEmpty();
        assertThat(room.append(room.entry().post("alice", "c1", "stored"))).isInstanceOf(Outcome.Stored.class);
    }

    @Test
    default void findKnowsTheSenderTheRoomAndTheClientId() {
        TestRoom room = group("room", "alice", "bob");
        TestRoom other = group("other", "alice");
        room.post("alice", "c1");
        room.post("bob", "c2");

        assertThat(room.find("alice", "c1")).contains(room.message(1));
        assertThat(room.find("bob", "c2")).contains(room.message(2));
        assertThat(room.find("bob", "c1")).isEmpty();
        assertThat(room.find("ALICE", "c1")).isEmpty();
        assertThat(room.find("alice", "c3")).isEmpty();
        assertThat(other.find("alice", "c1")).isEmpty();
        assertThat(TestRoom.get(storage().log().find("unknown", "alice", "c1"))).isEmpty();
    }

    private static Message repeated(TestRoom room, String cid) {
        Outcome outcome = room.append(room.entry().post("alice", cid, cid));
        assertThat(outcome).isInstanceOf(Outcome.Duplicate.class);
        return ((Outcome.Duplicate) outcome).message();
    }
}
