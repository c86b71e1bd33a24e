package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Change;
import io.imbed.spi.Guard;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An entry whose guard no longer holds stores nothing; what raises the policy version, and what does not. */
interface GuardCase extends StorageCase {
    @Test
    default void guardThatDoesNotHoldStoresNothing() {
        TestRoom room = group("room", "alice", "bob");
        RoomState before = room.state();
        Map<String, Guard> guards = new LinkedHashMap<>();
        guards.put("older policy", new Guard.At(room.epoch(), before.policy() - 1));
        guards.put("newer policy", new Guard.At(room.epoch(), before.policy() + 1));
        guards.put("other epoch", new Guard.At("other", before.policy()));
        guards.put("epoch in other case", new Guard.At(room.epoch().toUpperCase(Locale.ROOT), before.policy()));
        guards.put("absent", new Guard.Absent());
        guards.put("never", new Guard.Never());

        guards.forEach((what, guard) -> {
            Outcome outcome = room.append(room.entry()
                    .guard(guard)
                    .post("alice", "c1", "text")
                    .mark("bob", 1, 1)
                    .dismiss("bob"));

            assertThat(outcome).as(what).isEqualTo(new Outcome.Stale());
            assertThat(room.state()).as(what).isEqualTo(before);
            assertThat(room.events(2)).as(what).isEmpty();
            assertThat(room.find("alice", "c1")).as(what).isEmpty();
        });
    }

    @Test
    default void roomThatIsThereIsNotMadeAgain() {
        TestRoom room = group("room", "alice");
        room.post("alice", "c1");
        RoomState before = room.state();

        Outcome outcome = append(
                        EntryBuilder.in("room").put(RoomKind.GROUP, "New", "e2").admit("eve", Role.OWNER))
                .get(0);

        assertThat(outcome).isEqualTo(new Outcome.Stale());
        assertThat(room.state()).isEqualTo(before);
    }

    @Test
    default void entryForAnUnknownRoomIsStale() {
        Guard guard = new Guard.At("e1", 1);

        assertThat(append(EntryBuilder.in("room").guard(guard).post("alice", "c1", "text")))
                .containsExactly(new Outcome.Stale());
        assertThat(append(EntryBuilder.in("room").guard(guard).put(RoomKind.GROUP, null, "e1")))
                .containsExactly(new Outcome.Stale());
        assertThat(state("room")).isEmpty();
    }

    @Test
    default void policyVersionIsRaisedByOneByEachEntryThatChangesTheRoomOrItsMembers() {
        TestRoom room = group("room", "alice", "bob", "carol");
        assertThat(room.state().policy()).isEqualTo(1);

        room.stored(room.entry().put(RoomKind.GROUP, "Title", room.epoch()));
        assertThat(room.state().policy()).isEqualTo(2);

        room.stored(room.entry().admit("dave", Role.MEMBER));
        assertThat(room.state().policy()).isEqualTo(3);

        room.stored(room.entry().promote("dave", Role.ADMIN, "Dave"));
        assertThat(room.state().policy()).isEqualTo(4);

        room.stored(room.entry().dismiss("dave"));
        assertThat(room.state().policy()).isEqualTo(5);

        room.stored(room.entry().dismiss("bob").dismiss("carol").put(RoomKind.GROUP, "T", room.epoch()));
        assertThat(room.state().policy()).isEqualTo(6);
    }

    @Test
    default void policyVersionIsNotRaisedByMessagesMarksOrBareEvents() {
        TestRoom room = group("room", "alice");

        room.post("alice", "c1");
        room.stored(room.entry().edit(room.message(1), "edited"));
        room.stored(room.entry().mark("alice", 1, 1));
        room.stored(room.entry().event(new EventBody.Left("somebody")));
        room.stored(room.entry().recall(room.message(1)));

        assertThat(room.state().policy()).isEqualTo(1);
    }

    @Test
    default void sendBehindAKickInTheSameBatchIsStale() {
        TestRoom room = group("room", "alice", "bob");

        List<Outcome> outcomes =
                append(room.entry().dismiss("bob"), room.entry().post("bob", "c1", "too late"));

        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Stored.class);
        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Stale());
        assertThat(room.find("bob", "c1")).isEmpty();
    }

    @Test
    default void whatStandsBehindAStaleEntryOfItsRoomIsStaleToo() {
        TestRoom room = group("room", "alice", "bob");
        TestRoom other = group("other", "alice");
        RoomState before = room.state();

        List<Outcome> outcomes = append(
                room.entry()
                        .guard(new Guard.At(room.epoch(), before.policy() - 1))
                        .post("alice", "c1", "first"),
                room.entry().post("alice", "c2", "second"),
                other.entry().post("alice", "c1", "elsewhere"));

        assertThat(outcomes.subList(0, 2)).containsOnly(new Outcome.Stale());
        assertThat(outcomes.get(2)).isInstanceOf(Outcome.Stored.class);
        assertThat(room.state()).isEqualTo(before);
        assertThat(room.post("alice", "c2").seq()).as("the next batch").isEqualTo(1);
    }

    @Test
    default void repeatBehindAStaleEntryIsFound() {
        TestRoom room = group("room", "alice");
        room.post("alice", "c1");

        List<Outcome> outcomes = append(
                room.entry().guard(room.stale()).post("alice", "c2", "c2"),
                room.entry().post("alice", "c1", "c1"));

        assertThat(outcomes)
                .containsExactly(
                        new Outcome.Stale(), room.duplicate(1, room.message(1).rev()));
    }

    @Test
    default void askingWhetherAMessageWasStoredStalesNothingElse() {
        TestRoom room = group("room", "alice");

        List<Outcome> outcomes = append(
                room.entry().guard(new Guard.Never()).post("alice", "c1", "c1"),
                room.entry().post("alice", "c2", "c2"));

        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Stale());
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Stored.class);
    }

    @Test
    default void rewriteOfAMessageThatHasChangedIsStale() {
        TestRoom room = group("room", "alice");
        room.post("alice", "c1");
        Message first = room.message(1);
        room.stored(room.entry().edit(first, "edited"));
        RoomState before = room.state();

        Outcome edit = room.append(room.entry().edit(first, "edited on old ground"));
        Outcome recall = room.append(room.entry().recall(first));

        assertThat(edit).isEqualTo(new Outcome.Stale());
        assertThat(recall).isEqualTo(new Outcome.Stale());
        assertThat(room.state()).isEqualTo(before);
    }

    @Test
    default void editBehindARecallInTheSameBatchIsStale() {
        TestRoom room = group("room", "alice");
        room.post("alice", "c1");
        Message message = room.message(1);

        List<Outcome> outcomes =
                append(room.entry().recall(message), room.entry().edit(message, "edited"));

        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Stored.class);
        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Stale());
        assertThat(room.message(1).recalled()).isTrue();
    }

    @Test
    default void rewriteOfAMessageThatIsNotKeptIsStale() {
        TestRoom room = group("room", "alice");
        TestRoom other = group("other", "alice");
        other.posts(2);

        Outcome outcome = room.append(room.entry().edit(other.message(2), "edited"));

        assertThat(outcome).isEqualTo(new Outcome.Stale());
    }

    @Test
    default void rewriteWithoutAnEventFails() {
        TestRoom room = group("room", "alice");
        room.post("alice", "c1");
        Message before = room.message(1);

        Outcome outcome = room.append(
                room.entry().change(new Change.Rewrite(1, before.rev(), null, List.of(), EntryBuilder.START)));

        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(room.message(1)).isEqualTo(before);
    }

    @Test
    default void rewriteThatFollowsTheLastRevIsStored() {
        TestRoom room = group("room", "alice", "bob");
        Outcome.Stored posted = room.post("alice", "c1");

        Outcome.Stored edited =
                room.stored(room.entry().at(EntryBuilder.START.plusSeconds(1)).edit(room.message(1), "2"));
        Message now = room.message(1);

        assertThat(now.rev()).isEqualTo(edited.firstRev()).isGreaterThan(posted.lastRev());
        assertThat(now.editedAt()).isEqualTo(EntryBuilder.START.plusSeconds(1));
        assertThat(now.at()).isEqualTo(EntryBuilder.START);
        assertThat(now.cid()).isEqualTo("c1");
        assertThat(edited.seq()).isEqualTo(1);
        assertThat(room.append(room.entry().edit(now, "3"))).isInstanceOf(Outcome.Stored.class);
    }
}
