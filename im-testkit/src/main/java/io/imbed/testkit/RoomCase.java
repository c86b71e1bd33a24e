package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomSettings;
import io.imbed.spi.Change;
import io.imbed.spi.RoomRow;
import io.imbed.spi.RoomState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A room is found as it stands, by id and in the list of its kind. */
interface RoomCase extends StorageCase {
    @Test
    default void roomIsReadAsItStands() {
        Instant later = EntryBuilder.START.plusMillis(5);
        append(EntryBuilder.in("room")
                .put(RoomKind.CHANNEL, "Tïtle \uD83D\uDE80", "e1")
                .admit("alice", Role.OWNER)
                .admit("bob", Role.MEMBER));
        RoomState made = state("room").orElseThrow();

        append(EntryBuilder.in("room").on(made).at(later).post("bob", "c1", "text"));

        RoomRow row = new RoomRow(
                "room",
                RoomKind.CHANNEL,
                "Tïtle \uD83D\uDE80",
                "alice",
                null,
                EntryBuilder.START,
                RoomSettings.preset(RoomKind.CHANNEL));
        assertThat(made).isEqualTo(new RoomState(row, "e1", 2, 0, EntryBuilder.START, 1, 2, null));
        assertThat(made.head()).isEqualTo(new Cursor("e1", 2));
        assertThat(state("room"))
                .contains(new RoomState(
                        row,
                        "e1",
                        3,
                        1,
                        later,
                        1,
                        2,
                        TestRoom.get(storage().log().message("room", 1)).orElseThrow()));
    }

    @Test
    default void roomWithoutTitleMembersOrEventsIsARoom() {
        append(EntryBuilder.in("room").by("~system").put(RoomKind.CHANNEL, null, "e1"));

        RoomRow row = new RoomRow(
                "room",
                RoomKind.CHANNEL,
                null,
                "~system",
                null,
                EntryBuilder.START,
                RoomSettings.preset(RoomKind.CHANNEL));
        assertThat(state("room")).contains(new RoomState(row, "e1", 0, 0, EntryBuilder.START, 1, 0, null));
    }

    @Test
    default void pairOfADirectRoomIsKept() {
        RoomRow row = new RoomRow(
                "room",
                RoomKind.DIRECT,
                null,
                "bob",
                "alice",
                EntryBuilder.START,
                RoomSettings.preset(RoomKind.DIRECT));
        append(EntryBuilder.in("room").change(new Change.PutRoom(row, "e1")).admit("bob", Role.OWNER));

        assertThat(state("room")).map(RoomState::row).contains(row);
    }

    @Test
    default void unknownRoomIsNotFound() {
        group("room", "alice");

        assertThat(state("unknown")).isEmpty();
        assertThat(state("ROOM")).isEmpty();
        assertThat(state("roo_")).isEmpty();
    }

    @Test
    default void idsMayHaveEveryCharacterOfTheirGrammarAndTheFullLength() {
        String id = "Az09._:~@-".repeat(13).substring(0, 128);
        TestRoom room = group(id, id);

        room.post(id, id.substring(0, 64));

        assertThat(room.state().row().id()).isEqualTo(id);
        assertThat(room.find(id, id.substring(0, 64))).isPresent();
        assertThat(room.member(id).user()).isEqualTo(id);
    }

    @Test
    default void rowIsReplacedAndTheLogLivesOn() {
        TestRoom room = group("room", "alice");
        room.post("alice", "c1");
        RoomState before = room.state();

        room.stored(room.entry().put(RoomKind.GROUP, "New", "other epoch is ignored".replace(' ', '.')));

        RoomState after = room.state();
        assertThat(after.row().title()).isEqualTo("New");
        assertThat(after.head()).isEqualTo(before.head());
        assertThat(after.members()).isEqualTo(1);
        assertThat(after.last()).isEqualTo(before.last());
        assertThat(room.events(0)).hasSize(2);
    }

    @Test
    default void lastIsTheNewestMessageAsItIsNow() {
        TestRoom room = group("room", "alice");
        room.posts(2);
        room.stored(room.entry().edit(room.message(2), "edited"));

        assertThat(room.state().last()).isEqualTo(room.message(2));
        assertThat(room.message(2).editedAt()).isNotNull();
    }

    @Test
    default void listHoldsTheRoomsOfOneKindByTheCodesOfTheirIds() {
        for (String id : List.of("b", "B", "a-1", "a", "_z", "~m", "a.1", "10", "9")) make(RoomKind.CHANNEL, id);
        make(RoomKind.GROUP, "group");
        make(RoomKind.DIRECT, "direct");

        assertThat(ids(RoomKind.CHANNEL, null, 100))
                .containsExactly("10", "9", "B", "_z", "a", "a-1", "a.1", "b", "~m");
        assertThat(ids(RoomKind.GROUP, null, 100)).containsExactly("group");
        assertThat(ids(RoomKind.DIRECT, null, 100)).containsExactly("direct");
    }

    @Test
    default void listComesInPagesAfterAnId() {
        for (String id : List.of("a", "b", "c", "d")) make(RoomKind.CHANNEL, id);
        make(RoomKind.GROUP, "bb");

        assertThat(ids(RoomKind.CHANNEL, null, 2)).containsExactly("a", "b");
        assertThat(ids(RoomKind.CHANNEL, "b", 2)).containsExactly("c", "d");
        assertThat(ids(RoomKind.CHANNEL, "d", 2)).isEmpty();
        assertThat(ids(RoomKind.CHANNEL, "bb", 1)).containsExactly("c");
        assertThat(ids(RoomKind.CHANNEL, "0", 1)).containsExactly("a");
        assertThat(ids(RoomKind.DIRECT, null, 10)).isEmpty();
    }

    @Test
    default void listedRoomIsTheRoomAsItStands() {
        TestRoom room = group("room", "alice", "bob");
        room.posts(3);

        assertThat(TestRoom.get(storage().store().rooms(RoomKind.GROUP, null, 1)))
                .containsExactly(room.state());
    }

    @Test
    default void pagesMissAndRepeatNoRoomWhileOthersAreMade() {
        for (int i = 10; i < 30; i++) make(RoomKind.CHANNEL, "r" + i);
        List<String> seen = new ArrayList<>();

        String after = null;
        for (int page = 0; page < 50; page++) {
            List<String> ids = ids(RoomKind.CHANNEL, after, 3);
            if (ids.isEmpty()) break;
            seen.addAll(ids);
            after = ids.get(ids.size() - 1);
            make(RoomKind.CHANNEL, "a" + page);
            if (after.length() == 3) make(RoomKind.CHANNEL, after + "x");
        }

        assertThat(seen)
                .doesNotHaveDuplicates()
                .filteredOn(id -> id.length() == 3)
                .hasSize(20);
    }

    private void make(RoomKind kind, String id) {
        TestRoom.make(storage(), kind, id, "alice");
    }

    private List<String> ids(RoomKind kind, @Nullable String after, int limit) {
        return TestRoom.get(storage().store().rooms(kind, after, limit)).stream()
                .map(room -> room.row().id())
                .toList();
    }
}
