package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Content;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages from elsewhere are kept as they were there. */
interface ImportCase extends StorageCase {
    Instant LATER = EntryBuilder.START.plusSeconds(90);

    @Test
    default void importedMessageIsAsAPostedOneAndMovesNobodysMark() {
        TestRoom room = group("room", "alice", "bob");

        Outcome.Stored stored = room.stored(room.entry().at(LATER).take("alice", "c1", "hello", 2));

        Message message = room.message(1);
        assertThat(stored).isEqualTo(new Outcome.Stored(3, 3, 1, LATER));
        assertThat(message)
                .isEqualTo(new Message(
                        "room",
                        1,
                        3,
                        "c1",
                        "alice",
                        "ALICE",
                        LATER,
                        Content.text("hello"),
                        null,
                        List.of("bob"),
                        null,
                        null));
        assertThat(room.events(2)).extracting(Event::body).containsExactly(new EventBody.Posted(message));
        assertThat(room.member("alice").read()).isZero();
        assertThat(room.seat("bob").mentions()).isEqualTo(1);
        assertThat(room.state().last()).isEqualTo(message);
    }

    @Test
    default void importedMessageMayHaveBeenEdited() {
        TestRoom room = group("room", "alice");
        Instant edited = LATER.plusSeconds(86_400);

        room.stored(room.entry().at(LATER).take("alice", "c1", "hello", 1, edited, false));

        assertThat(room.message(1).editedAt()).isEqualTo(edited);
        assertThat(room.message(1).at()).isEqualTo(LATER);
        assertThat(room.state().at()).isEqualTo(LATER);
    }

    @Test
    default void importedTombstoneKeepsNothingOfWhatWasSaid() {
        TestRoom room = group("room", "alice", "bob");

        room.stored(room.entry().take("alice", "c1", "secret", 2, LATER, true));

        Message tombstone = room.message(1);
        assertThat(tombstone)
                .isEqualTo(new Message(
                        "room", 1, 3, "c1", "alice", "ALICE", EntryBuilder.START, null, null, List.of(), null, null));
        assertThat(room.events(2)).extracting(Event::body).containsExactly(new EventBody.Posted(tombstone));
        assertThat(room.seat("bob").mentions()).isZero();
    }

    @Test
    default void importedMessageIsFoundByItsCidAndARepeatIsADuplicate() {
        TestRoom room = group("room", "alice");
        room.stored(room.entry().take("alice", "c1", "hello", 1));
        RoomState before = room.state();

        assertThat(room.find("alice", "c1")).contains(room.message(1));
        assertThat(room.append(room.entry().take("alice", "c1", "hello", 9))).isEqualTo(room.duplicate(1, 2));
        assertThat(room.append(room.entry().take("alice", "c1", "other", 2))).isEqualTo(new Outcome.Conflict());
        assertThat(room.append(room.entry().post("alice", "c1", "hello"))).isEqualTo(room.duplicate(1, 2));
        assertThat(room.state()).isEqualTo(before);
    }

    @Test
    default void importIntoARoomThatStandsElsewhereIsStaleWithAllBehindIt() {
        TestRoom room = group("room", "alice");
        room.post("alice", "m1");

        List<Outcome> outcomes = append(
                room.entry().take("alice", "c1", "too early", 1),
                room.entry().take("alice", "c2", "right by itself", 2));

        assertThat(outcomes).containsExactly(new Outcome.Stale(), new Outcome.Stale());
        assertThat(room.state().seq()).isEqualTo(1);
        assertThat(room.append(room.entry().take("alice", "c1", "too late", 3))).isEqualTo(new Outcome.Stale());
    }

    @Test
    default void importsOfOneBatchStandOnEachOther() {
        TestRoom room = group("room", "alice");

        List<Outcome> outcomes = append(
                room.entry().take("alice", "c1", "one", 1),
                room.entry().take("alice", "c2", "two", 2),
                room.entry().take("alice", "c3", "three", 3));

        assertThat(outcomes).allMatch(Outcome.Stored.class::isInstance);
        assertThat(room.state().seq()).isEqualTo(3);
    }

    @Test
    default void entryWithTwoMessagesFailsWhateverSortTheyAre() {
        TestRoom room = group("room", "alice");

        Outcome outcome = room.append(room.entry().take("alice", "c1", "one", 1).post("alice", "c2", "two"));

        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(room.state().seq()).isZero();
    }
}
