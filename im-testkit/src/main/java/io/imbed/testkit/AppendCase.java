package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Content;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.JsonText;
import io.imbed.protocol.Message;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomSettings;
import io.imbed.spi.Change;
import io.imbed.spi.Guard;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomRow;
import io.imbed.spi.RoomState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Entries get numbers without gaps, in order, each wholly or not at all. */
interface AppendCase extends StorageCase {
    @Test
    default void firstEntryMakesTheRoomAndNumbersItsEventsFromOne() {
        EntryBuilder entry = EntryBuilder.in("room")
                .put(RoomKind.GROUP, "Title", "e1")
                .admit("alice", Role.OWNER)
                .admit("bob", Role.MEMBER);

        List<Outcome> outcomes = append(entry);

        assertThat(outcomes).containsExactly(new Outcome.Stored(1, 2, 0, EntryBuilder.START));
    }

    @Test
    default void messageIsStoredAsItWasPostedWithItsNumbersAndTime() {
        TestRoom room = group("room", "alice", "bob");
        Instant later = EntryBuilder.START.plusMillis(1_234);
        Content content = Content.text("Grüße, 世界 \uD83D\uDE80 \"quoted\" \\ and a\nline");
        JsonText meta = JsonText.parse("{\"ticket\":[1,null,\"ü\"]}");
        room.post("alice", "c1");

        Outcome outcome = room.append(room.entry()
                .at(later)
                .by("bob")
                .change(new Change.Post(
                        "bob", "Bob \uD83D\uDC31", "c2", "d", content, 1L, List.of("bob", "alice"), meta)));

        Message expected = new Message(
                "room", 2, 4, "c2", "bob", "Bob \uD83D\uDC31", later, content, 1L, List.of("bob", "alice"), meta, null);
        assertThat(outcome).isEqualTo(new Outcome.Stored(4, 4, 2, later));
        assertThat(room.message(2)).isEqualTo(expected);
        assertThat(room.events(3))
                .containsExactly(new Event("room", room.epoch(), 4, later, "bob", new EventBody.Posted(expected)));
    }

    @Test
    default void everyFieldThatMayBeAbsentStaysAbsent() {
        TestRoom room = group("room", "alice");
        room.post("alice", "c1");

        Message message = room.message(1);

        assertThat(message.replyTo()).isNull();
        assertThat(message.meta()).isNull();
        assertThat(message.editedAt()).isNull();
        assertThat(message.mentions()).isEmpty();
    }

    @Test
    default void eventOfThePostComesFirstAndTheOthersFollowInTheirOrder() {
        TestRoom room = group("room", "alice", "bob");

        Outcome.Stored stored = room.stored(room.entry()
                .event(new EventBody.Left("x"))
                .post("alice", "c1", "text")
                .event(new EventBody.Kicked("y")));

        assertThat(stored.firstRev()).isEqualTo(3);
        assertThat(stored.lastRev()).isEqualTo(5);
        assertThat(room.events(2))
                .extracting(event -> event.body().type())
                .containsExactly("message", "left", "kicked");
        assertThat(room.events(2)).extracting(Event::rev).containsExactly(3L, 4L, 5L);
        assertThat(room.message(1).rev()).isEqualTo(3);
    }

    @Test
    default void entryWithoutEventsTakesNoRevAndIsNoActivity() {
        TestRoom room = group("room", "alice");
        room.post("alice", "c1");
        RoomState before = room.state();

        Outcome outcome =
                room.append(room.entry().at(EntryBuilder.START.plusSeconds(9)).mark("alice", 1, 1));

        assertThat(outcome).isEqualTo(new Outcome.Stored(3, 2, 1, EntryBuilder.START.plusSeconds(9)));
        assertThat(room.state()).isEqualTo(before);
    }

    @Test
    default void emptyBatchHasNoOutcomes() {
        assertThat(append()).isEmpty();
    }

    @Test
    default void batchIsAppliedInOrderAcrossManyRoomsWithAnOutcomeForEach() {
        TestRoom first = group("first", "alice");
        TestRoom second = group("second", "alice");

        List<Outcome> outcomes = append(
                first.entry().post("alice", "c1", "1"),
                second.entry().post("alice", "c1", "2"),
                first.entry().post("alice", "c2", "3"),
                EntryBuilder.in("unknown").guard(first.stale()).post("alice", "c1", "4"),
                first.entry().post("alice", "c3", "5"),
                second.entry().post("alice", "c2", "6"));

        Instant at = EntryBuilder.START;
        assertThat(outcomes)
                .containsExactly(
                        new Outcome.Stored(2, 2, 1, at),
                        new Outcome.Stored(2, 2, 1, at),
                        new Outcome.Stored(3, 3, 2, at),
                        new Outcome.Stale(),
                        new Outcome.Stored(4, 4, 3, at),
                        new Outcome.Stored(3, 3, 2, at));
        assertThat(first.events(1)).extracting(event -> event.body().seq()).containsExactly(1L, 2L, 3L);
    }

    @Test
    default void batchMayMakeARoomAndPostInIt() {
        RoomState made = new RoomState(
                new RoomRow(
                        "room",
                        RoomKind.GROUP,
                        null,
                        "alice",
                        null,
                        EntryBuilder.START,
                        RoomSettings.preset(RoomKind.GROUP)),
                "e1",
                1,
                0,
                EntryBuilder.START,
                1,
                1,
                null);

        List<Outcome> outcomes = append(
                EntryBuilder.in("room").put(RoomKind.GROUP, null, "e1").admit("alice", Role.OWNER),
                EntryBuilder.in("room").on(made).post("alice", "c1", "text"));

        assertThat(outcomes).hasSize(2).allMatch(Outcome.Stored.class::isInstance);
        assertThat(state("room")).get().extracting(RoomState::seq).isEqualTo(1L);
    }

    @Test
    default void largeBatchIsNumberedWithoutGaps() {
        TestRoom room = group("room", "alice");

        room.posts(500);

        assertThat(room.events(0)).extracting(Event::rev).containsExactlyElementsOf(numbers(501));
        assertThat(room.events(1)).extracting(event -> event.body().seq()).containsExactlyElementsOf(numbers(500));
    }

    @Test
    default void timeNeverGoesBackwardsInARoom() {
        TestRoom room = group("room", "alice");
        Instant late = EntryBuilder.START.plusSeconds(60);
        room.stored(room.entry().at(late).post("alice", "c1", "1"));

        Outcome.Stored early =
                room.stored(room.entry().at(late.minusSeconds(30)).post("alice", "c2", "2"));
        Outcome.Stored later =
                room.stored(room.entry().at(late.plus(Duration.ofMillis(1))).post("alice", "c3", "3"));

        assertThat(early.at()).isEqualTo(late);
        assertThat(later.at()).isEqualTo(late.plusMillis(1));
        assertThat(room.events(1)).extracting(Event::at).containsExactly(late, late, late.plusMillis(1));
        assertThat(room.message(2).at()).isEqualTo(late);
        assertThat(room.state().at()).isEqualTo(late.plusMillis(1));
    }

    @Test
    default void timeOfAnEditNeverGoesBackwardsEither() {
        TestRoom room = group("room", "alice");
        Instant late = EntryBuilder.START.plusSeconds(60);
        room.stored(room.entry().at(late).post("alice", "c1", "1"));

        room.stored(room.entry().at(EntryBuilder.START).edit(room.message(1), "2"));

        assertThat(room.message(1).editedAt()).isEqualTo(late);
        assertThat(room.message(1).at()).isEqualTo(late);
    }

    @Test
    default void timeOfOneRoomDoesNotMoveAnother() {
        TestRoom first = group("first", "alice");
        TestRoom second = group("second", "alice");
        first.stored(first.entry().at(EntryBuilder.START.plusSeconds(60)).post("alice", "c1", "1"));

        second.post("alice", "c1");

        assertThat(second.message(1).at()).isEqualTo(EntryBuilder.START);
    }

    @Test
    default void contradictoryEntryFailsAloneAndLeavesNoTrace() {
        TestRoom room = group("room", "alice", "bob");
        room.post("alice", "c1");
        RoomState before = room.state();
        MemberRow stranger = MemberRow.joining("other", "carol", "C", Role.MEMBER, EntryBuilder.START);
        Map<String, EntryBuilder> contradictions = new LinkedHashMap<>();
        contradictions.put("admits a member", room.entry().admit("bob", Role.ADMIN));
        contradictions.put(
                "admits one twice", room.entry().admit("carol", Role.MEMBER).admit("carol", Role.ADMIN));
        contradictions.put("admits to another room", room.entry().change(new Change.Admit(stranger)));
        contradictions.put("promotes a stranger", room.entry().promote("carol", Role.ADMIN, "C"));
        contradictions.put("dismisses a stranger", room.entry().dismiss("carol"));
        contradictions.put("dismisses one twice", room.entry().dismiss("bob").dismiss("bob"));
        contradictions.put("posts twice", room.entry().post("alice", "x1", "x").post("alice", "x2", "x"));
        contradictions.put("makes the post's event", room.entry().event(new EventBody.Posted(room.message(1))));
        contradictions.put("changes the kind", room.entry().put(RoomKind.CHANNEL, null, room.epoch()));
        contradictions.put("makes nothing", EntryBuilder.in("new").event(new EventBody.Left("alice")));

        contradictions.forEach((what, entry) -> {
            Outcome outcome =
                    append(entry.post("bob", "bad", "bad").mark("alice", 9, 9)).get(0);

            assertThat(outcome).as(what).isInstanceOf(Outcome.Failed.class);
            assertThat(room.state()).as(what).isEqualTo(before);
            assertThat(room.events(0)).as(what).hasSize(3);
            assertThat(room.find("bob", "bad")).as(what).isEmpty();
            assertThat(room.member("alice").delivered()).as(what).isZero();
            assertThat(room.member("bob").role()).as(what).isEqualTo(Role.MEMBER);
        });
        assertThat(state("new")).isEmpty();
    }

    @Test
    default void failedEntryTakesNoNumbersFromThoseAroundIt() {
        TestRoom room = group("room", "alice");

        List<Outcome> outcomes = append(
                room.entry().post("alice", "c1", "1"),
                room.entry().post("alice", "bad", "bad").dismiss("nobody"),
                room.entry().post("alice", "c2", "2"),
                room.entry().guard(new Guard.Never()).post("alice", "c3", "3"),
                room.entry().post("alice", "c4", "4"));

        Instant at = EntryBuilder.START;
        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Stored(2, 2, 1, at));
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Failed.class);
        assertThat(outcomes.get(2)).isEqualTo(new Outcome.Stored(3, 3, 2, at));
        assertThat(outcomes.get(3)).isEqualTo(new Outcome.Stale());
        assertThat(outcomes.get(4)).isEqualTo(new Outcome.Stored(4, 4, 3, at));
    }

    @Test
    default void changesApplyInTheirOrder() {
        TestRoom room = group("room", "alice");

        room.stored(room.entry()
                .admit("bob", Role.MEMBER)
                .post("bob", "c1", "text")
                .admit("carol", Role.MEMBER)
                .promote("carol", Role.ADMIN, "C")
                .dismiss("alice"));

        assertThat(room.member("bob").joinedSeq()).isZero();
        assertThat(room.member("bob").read()).isEqualTo(1);
        assertThat(room.member("carol").joinedSeq()).isEqualTo(1);
        assertThat(room.member("carol").role()).isEqualTo(Role.ADMIN);
        assertThat(room.state().members()).isEqualTo(2);
        assertThat(room.events(1)).extracting(Event::rev).containsExactly(2L, 3L, 4L, 5L, 6L);
    }

    private static List<Long> numbers(int count) {
        return LongStream.rangeClosed(1, count).boxed().toList();
    }
}
