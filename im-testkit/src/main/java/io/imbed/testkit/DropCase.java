package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Guard;
import io.imbed.spi.Outcome;
import io.imbed.spi.Restraint;
import io.imbed.spi.RoomState;
import io.imbed.spi.RoomStore.SeatOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A room that is dropped is gone by every way, and its id may begin another life. */
interface DropCase extends StorageCase {
    @Test
    default void droppedRoomIsGoneByEveryWay() {
        TestRoom room = group("room", "alice", "bob");
        room.post("alice", "c1");
        room.stored(room.entry().restrain("eve", Restraint.Kind.BAN, Restraint.FOR_EVER));
        RoomState before = room.state();

        Outcome.Stored dropped = room.stored(room.entry().drop());

        assertThat(dropped.lastRev()).isEqualTo(before.rev());
        assertThat(dropped.seq()).isEqualTo(before.seq());
        isGone(before);
    }

    /** What takes long to delete is not read meanwhile; the id may have to wait, but not with a mixture of two lives. */
    @Test
    default void largeRoomIsGoneAtOnceAndItsIdBeginsAnotherLifeWithoutWhatIsLeft() {
        TestRoom room = group("room", "alice", "bob");
        for (int i = 0; i < 4; i++) {
            List<EntryBuilder> batch = new ArrayList<>();
            for (int j = 1; j <= 400; j++) {
                batch.add(room.entry().post("alice", "c" + (400 * i + j), "text", "bob"));
            }
            append(batch.toArray(EntryBuilder[]::new));
        }
        room.stored(room.entry().react(room.message(1), "bob", "x", true));
        room.stored(room.entry().pin(room.message(1), true));
        room.stored(room.entry().restrain("eve", Restraint.Kind.BAN, Restraint.FOR_EVER));
        RoomState before = room.state();

        room.stored(room.entry().drop());

        isGone(before);
        EntryBuilder making = EntryBuilder.in("room")
                .put(RoomKind.GROUP, "New", "another")
                .admit("alice", Role.OWNER)
                .admit("bob", Role.MEMBER);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        Outcome made = append(making).get(0);
        while (made instanceof Outcome.Refused && System.nanoTime() < deadline)
            made = append(making).get(0);
        assertThat(made).isInstanceOf(Outcome.Stored.class);
        TestRoom again = TestRoom.of(storage(), "room", "another");
        for (String cid : List.of("c1", "c2")) again.post("alice", cid, "bob");
        again.stored(again.entry().react(again.message(1), "bob", "x", true));
        assertThat(again.state().seq()).isEqualTo(2);
        assertThat(again.events(0)).hasSize(5);
        assertThat(again.seat("bob").mentions()).isEqualTo(2);
        assertThat(TestRoom.get(storage().log().pinned("room"))).isEmpty();
        assertThat(TestRoom.get(storage().store().members("room", null, 10))).hasSize(2);
        assertThat(TestRoom.get(storage().store().restraints("room", "eve"))).isEmpty();
        assertThat(TestRoom.get(storage().log().history("room", Anchor.LATEST, 10, TestRoom.ALL))
                        .messages())
                .hasSize(2);
    }

    private void isGone(RoomState before) {
        var store = storage().store();
        var log = storage().log();
        assertThat(state("room")).isEmpty();
        assertThat(TestRoom.get(store.rooms(RoomKind.GROUP, null, 10))).isEmpty();
        assertThat(TestRoom.get(store.member("room", "alice"))).isEmpty();
        assertThat(TestRoom.get(store.members("room", null, 10))).isEmpty();
        assertThat(TestRoom.get(store.senior("room", "bob"))).isEmpty();
        assertThat(TestRoom.get(store.restraints("room", "eve"))).isEmpty();
        assertThat(TestRoom.get(store.bans("room", EntryBuilder.START, null, 10)))
                .isEmpty();
        assertThat(TestRoom.get(store.seat("room", "alice"))).isEmpty();
        assertThat(TestRoom.get(store.seats("alice", SeatOrder.LATEST_FIRST, null, 10)))
                .isEmpty();
        assertThat(TestRoom.get(log.events("room", new Cursor(before.epoch(), 0), 10, TestRoom.ALL))
                        .gap())
                .isTrue();
        assertThat(TestRoom.get(log.history("room", Anchor.LATEST, 10, TestRoom.ALL))
                        .messages())
                .isEmpty();
        assertThat(TestRoom.get(log.message("room", 1))).isEmpty();
        assertThat(TestRoom.get(log.find("room", "alice", "c1"))).isEmpty();
        assertThat(TestRoom.get(log.pinned("room"))).isEmpty();
        assertThat(TestRoom.get(log.reactions("room", 1, "bob"))).isEmpty();
        assertThat(TestRoom.get(store.readers("room", 1, "bob", null, 10))).isEmpty();
        assertThat(TestRoom.get(storage().upkeep().sent("room", "alice", null, 10)))
                .isEmpty();
        assertThat(TestRoom.get(storage().upkeep().reacted("room", "bob", 0, 10)))
                .isEmpty();
        assertThat(TestRoom.get(storage().upkeep().extents(null, 10))).isEmpty();
    }

    @Test
    default void otherRoomsStayAsTheyAre() {
        TestRoom room = group("room", "alice", "bob");
        TestRoom other = group("other", "alice", "bob");
        other.post("alice", "c1");
        other.stored(other.entry().restrain("eve", Restraint.Kind.BAN, Restraint.FOR_EVER));
        RoomState before = other.state();

        room.stored(room.entry().drop());

        assertThat(other.state()).isEqualTo(before);
        assertThat(other.seat("alice").room()).isEqualTo(before);
        assertThat(other.events(0)).hasSize(3);
        assertThat(TestRoom.get(storage().store().restraints("other", "eve"))).hasSize(1);
    }

    @Test
    default void whatStandsOnTheOldLifeIsStaleAndItsMessagesAreNoDuplicates() {
        TestRoom room = group("room", "alice");
        room.post("alice", "c1");
        RoomState before = room.state();
        EntryBuilder late = room.entry().post("alice", "c1", "c1");
        EntryBuilder behind = room.entry().admit("bob", Role.MEMBER);

        List<Outcome> outcomes = append(room.entry().drop(), behind, late);

        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Stored.class);
        assertThat(outcomes.subList(1, 3)).containsOnly(new Outcome.Stale());
        assertThat(append(late, EntryBuilder.in("room").on(before).drop())).containsOnly(new Outcome.Stale());
        assertThat(state("room")).isEmpty();
    }

    @Test
    default void idBeginsAnotherLifeFromNothing() {
        TestRoom room = group("room", "alice", "bob");
        room.post("alice", "c1");
        room.stored(room.entry().restrain("eve", Restraint.Kind.BAN, Restraint.FOR_EVER));
        room.stored(room.entry().drop());

        Outcome made = append(EntryBuilder.in("room")
                        .put(RoomKind.CHANNEL, "New", "another")
                        .admit("carol", Role.OWNER))
                .get(0);

        assertThat(made).isEqualTo(new Outcome.Stored(1, 1, 0, EntryBuilder.START));
        TestRoom again = TestRoom.of(storage(), "room", "another");
        assertThat(again.state().policy()).isEqualTo(1);
        assertThat(again.state().members()).isEqualTo(1);
        assertThat(again.state().last()).isNull();
        assertThat(TestRoom.get(storage().store().rooms(RoomKind.GROUP, null, 10)))
                .isEmpty();
        assertThat(TestRoom.get(storage().store().rooms(RoomKind.CHANNEL, null, 10)))
                .hasSize(1);
        assertThat(TestRoom.get(storage().store().member("room", "alice"))).isEmpty();
        assertThat(TestRoom.get(storage().store().restraints("room", "eve"))).isEmpty();
        assertThat(room.slice(0, 10, TestRoom.ALL).gap()).as("the old epoch").isTrue();
        assertThat(again.post("alice", "c1").seq()).isEqualTo(1);
        assertThat(again.events(0)).hasSize(2);
    }

    @Test
    default void dropIsAloneInItsEntry() {
        TestRoom room = group("room", "alice", "bob");
        RoomState before = room.state();

        assertThat(room.append(room.entry().drop().dismiss("bob"))).isInstanceOf(Outcome.Failed.class);
        assertThat(room.append(room.entry().drop().post("alice", "c1", "bye"))).isInstanceOf(Outcome.Failed.class);
        assertThat(room.append(room.entry().guard(new Guard.Never()).drop())).isEqualTo(new Outcome.Stale());
        assertThat(room.append(EntryBuilder.in("nowhere").drop())).isInstanceOf(Outcome.Failed.class);

        assertThat(room.state()).isEqualTo(before);
    }
}
