package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Message;
import io.imbed.protocol.Role;
import io.imbed.spi.RoomStore.Seat;
import io.imbed.spi.RoomStore.SeatOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A user's room list: order, pages, and what each row says of unread messages. */
interface SeatCase extends StorageCase {
    @Test
    default void seatsAreTheUsersRoomsMostRecentlyActiveFirst() {
        for (String id : List.of("a", "b", "c", "d")) group(id, "alice", "bob");
        group("other", "bob");

        active("b", 30);
        active("d", 10);
        active("c", 20);

        assertThat(rooms("alice", null, 10)).containsExactly("b", "c", "d", "a");
        active("a", 31);
        assertThat(rooms("alice", null, 10)).containsExactly("a", "b", "c", "d");
        assertThat(rooms("bob", null, 10)).containsExactly("a", "b", "c", "d", "other");
        assertThat(rooms("nobody", null, 10)).isEmpty();
        assertThat(rooms("ALICE", null, 10)).isEmpty();
    }

    @Test
    default void equalTimesAreOrderedByTheCodesOfTheIds() {
        for (String id : List.of("b", "B", "a", "_", "9", "10")) group(id, "alice");

        assertThat(rooms("alice", null, 10)).containsExactly("10", "9", "B", "_", "a", "b");
    }

    @Test
    default void markIsNoActivity() {
        group("a", "alice");
        group("b", "alice");
        active("a", 5);
        TestRoom quiet = group("c", "alice");

        quiet.stored(quiet.entry().at(EntryBuilder.START.plusSeconds(60)).mark("alice", 1, 1));

        assertThat(rooms("alice", null, 10)).containsExactly("a", "b", "c");
    }

    @Test
    default void seatsComeInPagesAfterARoom() {
        for (String id : List.of("a", "b", "c", "d", "e")) group(id, "alice");
        group("foreign", "bob");
        active("d", 9);

        assertThat(rooms("alice", null, 2)).containsExactly("d", "a");
        assertThat(rooms("alice", "a", 2)).containsExactly("b", "c");
        assertThat(rooms("alice", "c", 2)).containsExactly("e");
        assertThat(rooms("alice", "e", 2)).isEmpty();
        assertThat(rooms("alice", "foreign", 2)).isEmpty();
        assertThat(rooms("alice", "unknown", 2)).isEmpty();
    }

    @Test
    default void pagesMissNoRoomThatStoodStillWhileOthersBecameActive() {
        for (int i = 10; i < 30; i++) {
            group("r" + i, "alice");
            active("r" + i, 100 - i);
        }
        List<String> seen = new ArrayList<>();
        List<String> moved = new ArrayList<>();

        String after = null;
        for (int page = 0; page < 50; page++) {
            List<String> rooms = rooms("alice", after, 4);
            if (rooms.isEmpty()) break;
            seen.addAll(rooms);
            after = rooms.get(rooms.size() - 1);
            if (page < 5) {
                moved.add(rooms.get(0));
                active(rooms.get(0), 1_000 + page);
                group("n" + page, "alice");
            }
        }

        assertThat(seen)
                .filteredOn(room -> room.startsWith("r"))
                .doesNotHaveDuplicates()
                .hasSize(20);
        assertThat(moved).hasSize(5);
    }

    @Test
    default void pagesByRoomMissNoneWhateverBecomesActiveOrIsLeft() {
        for (String id : List.of("e", "B", "a", "_", "d")) group(id, "alice", "bob");
        group("foreign", "bob");
        List<String> seen = new ArrayList<>(rooms("alice", SeatOrder.BY_ROOM, null, 2));

        active("e", 50);
        TestRoom last = TestRoom.of(storage(), "_", state("_").orElseThrow().epoch());
        last.stored(last.entry().dismiss("alice"));
        seen.addAll(rooms("alice", SeatOrder.BY_ROOM, "_", 2));
        active("a", 60);
        seen.addAll(rooms("alice", SeatOrder.BY_ROOM, "d", 2));

        assertThat(seen).containsExactly("B", "_", "a", "d", "e");
        assertThat(rooms("alice", SeatOrder.BY_ROOM, "e", 2)).isEmpty();
        assertThat(rooms("alice", SeatOrder.BY_ROOM, "0", 10)).containsExactly("B", "a", "d", "e");
    }

    @Test
    default void seatHoldsTheRoomAndTheMemberAsTheyAreNow() {
        TestRoom room = group("room", "alice", "bob");
        room.posts(5);
        room.stored(room.entry().mark("bob", 2, 3));

        List<Seat> seats = TestRoom.get(storage().store().seats("bob", SeatOrder.LATEST_FIRST, null, 10));

        assertThat(seats).containsExactly(new Seat(room.state(), room.member("bob"), 0));
        assertThat(room.seat("bob")).isEqualTo(seats.get(0));
    }

    @Test
    default void seatGivesWhatUnreadIsCountedFrom() {
        TestRoom room = group("room", "alice", "bob");
        room.posts(4);
        room.stored(room.entry().recall(room.message(4)));
        room.stored(room.entry().admit("carol", Role.MEMBER));
        room.posts(2);

        Seat bob = room.seat("bob");
        Seat carol = room.seat("carol");

        assertThat(bob.room().seq() - Math.max(bob.member().read(), bob.member().joinedSeq()))
                .isEqualTo(6);
        assertThat(carol.room().seq()
                        - Math.max(carol.member().read(), carol.member().joinedSeq()))
                .isEqualTo(2);
    }

    @Test
    default void mentionsAreCountedOfUnreadMessagesOfTheUserAlone() {
        TestRoom room = group("room", "alice", "bob", "carol");
        room.post("alice", "c1", "bob", "carol");
        room.post("alice", "c2");
        room.post("alice", "c3", "bob");
        room.post("alice", "c4", "Bob", "bo");

        assertThat(mentions(room, "bob")).isEqualTo(2);
        assertThat(mentions(room, "carol")).isEqualTo(1);
        assertThat(mentions(room, "alice")).isZero();

        room.stored(room.entry().mark("bob", 1, 0));
        assertThat(mentions(room, "bob")).isEqualTo(1);

        room.stored(room.entry().mark("bob", 3, 0));
        assertThat(mentions(room, "bob")).isZero();

        room.post("alice", "c5", "bob", "carol");
        assertThat(mentions(room, "bob")).isEqualTo(1);
        assertThat(mentions(room, "carol")).isEqualTo(2);

        room.post("bob", "c6");
        assertThat(mentions(room, "bob")).isZero();
    }

    @Test
    default void mentionsBeforeJoiningAndOfOwnMessagesDoNotCount() {
        TestRoom room = group("room", "alice");
        room.post("alice", "c1", "bob");
        room.stored(room.entry().admit("bob", Role.MEMBER));

        room.post("bob", "c2", "bob");

        assertThat(mentions(room, "bob")).isZero();
    }

    @Test
    default void mentionsFollowEditsAndRecalls() {
        TestRoom room = group("room", "alice", "bob", "carol");
        room.post("alice", "c1", "bob");
        room.post("alice", "c2", "bob");

        room.stored(room.entry().edit(room.message(1), "now for carol", "carol"));
        room.stored(room.entry().recall(room.message(2)));

        assertThat(mentions(room, "bob")).isZero();
        assertThat(mentions(room, "carol")).isEqualTo(1);
    }

    @Test
    default void mentionOfAllIsOneOfEveryMemberButTheSender() {
        TestRoom room = group("room", "alice", "bob", "carol");

        room.post("alice", "c1", Message.ALL);
        room.post("alice", "c2", "bob", Message.ALL);
        room.post("alice", "c3", "~other");
        room.post("outsider", "c4", Message.ALL);

        assertThat(mentions(room, "bob")).as("each message counts once").isEqualTo(3);
        assertThat(mentions(room, "carol")).isEqualTo(3);
        assertThat(mentions(room, "alice")).as("not by itself").isEqualTo(1);
        room.stored(room.entry().admit("dave", Role.MEMBER));
        assertThat(mentions(room, "dave")).as("not from before").isZero();
        room.post("bob", "c5", Message.ALL);
        assertThat(mentions(room, "bob")).isZero();
        assertThat(mentions(room, "alice")).isEqualTo(2);
        assertThat(mentions(room, "dave")).isEqualTo(1);
    }

    @Test
    default void mentionsOfAllFollowEditsAndRecalls() {
        TestRoom room = group("room", "alice", "bob", "carol");
        room.post("alice", "c1", "bob");
        room.post("alice", "c2", Message.ALL);
        room.post("alice", "c3", Message.ALL);

        room.stored(room.entry().edit(room.message(1), "now for all", Message.ALL));
        assertThat(mentions(room, "carol")).isEqualTo(3);
        room.stored(room.entry().edit(room.message(2), "now for carol", "carol"));
        room.stored(room.entry().recall(room.message(3)));

        assertThat(mentions(room, "bob")).isEqualTo(1);
        assertThat(mentions(room, "carol")).isEqualTo(2);
        assertThat(mentions(room, "alice")).isZero();
    }

    @Test
    default void hundredMentionsStandForAnyMore() {
        TestRoom room = group("room", "alice", "bob", "carol");
        for (int i = 0; i < 5; i++) {
            List<EntryBuilder> batch = new ArrayList<>();
            for (int j = 0; j < 90; j++) {
                String[] mentioned = j % 3 == 0
                        ? new String[] {"bob"}
                        : j % 3 == 1 ? new String[] {"bob", Message.ALL} : new String[0];
                batch.add(room.entry().post("alice", "c" + i + "-" + j, "hi", mentioned));
            }
            append(batch.toArray(EntryBuilder[]::new));
        }

        assertThat(mentions(room, "bob")).isEqualTo(100);
        assertThat(mentions(room, "carol")).isEqualTo(100);

        room.stored(room.entry().mark("bob", 450 - 9, 0).mark("carol", 450 - 9, 0));
        assertThat(mentions(room, "bob")).isEqualTo(6);
        assertThat(mentions(room, "carol")).isEqualTo(3);
        for (long seq = 1; seq <= 450; seq += 21) room.stored(room.entry().recall(room.message(seq)));
        assertThat(mentions(room, "bob")).isEqualTo(5);
        room.stored(room.entry().edit(room.message(447), "and you", "carol"));
        assertThat(mentions(room, "carol")).isEqualTo(4);
    }

    @Test
    default void seatIsGoneWithTheMembershipAndBackWithIt() {
        TestRoom room = group("room", "alice", "bob");
        group("stays", "bob");

        room.stored(room.entry().dismiss("bob"));
        assertThat(rooms("bob", null, 10)).containsExactly("stays");
        assertThat(TestRoom.get(storage().store().seat("room", "bob"))).isEmpty();

        room.stored(room.entry().at(EntryBuilder.START.plusSeconds(1)).admit("bob", Role.MEMBER));
        assertThat(rooms("bob", null, 10)).containsExactly("room", "stays");
    }

    @Test
    default void seatOfAnUnknownRoomOrUserIsEmpty() {
        group("room", "alice");

        assertThat(TestRoom.get(storage().store().seat("room", "bob"))).isEmpty();
        assertThat(TestRoom.get(storage().store().seat("unknown", "alice"))).isEmpty();
    }

    private void active(String id, long second) {
        Instant at = EntryBuilder.START.plusSeconds(second);
        append(EntryBuilder.in(id).on(state(id).orElseThrow()).at(at).post("alice", "at" + second, "text"));
    }

    private long mentions(TestRoom room, String user) {
        long ofOne = room.seat(user).mentions();
        assertThat(TestRoom.get(storage().store().seats(user, SeatOrder.LATEST_FIRST, null, 1)))
                .extracting(Seat::mentions)
                .containsExactly(ofOne);
        return ofOne;
    }

    private List<String> rooms(String user, @Nullable String after, int limit) {
        return rooms(user, SeatOrder.LATEST_FIRST, after, limit);
    }

    private List<String> rooms(String user, SeatOrder order, @Nullable String after, int limit) {
        return TestRoom.get(storage().store().seats(user, order, after, limit)).stream()
                .map(seat -> seat.room().row().id())
                .toList();
    }
}
