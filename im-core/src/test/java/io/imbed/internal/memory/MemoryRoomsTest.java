package io.imbed.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.MemoryStorage.Capacity;
import io.imbed.protocol.Content;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomSettings;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Outcome;
import io.imbed.spi.Restraint;
import io.imbed.spi.Restraint.Kind;
import io.imbed.spi.RoomRow;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What no read shows: that nothing stays behind in memory. Behaviour is tested in im-testkit. */
class MemoryRoomsTest {
    private static final Instant NOW = Instant.ofEpochMilli(1_000_000);

    private final MemoryRooms rooms = new MemoryRooms(Capacity.defaults());

    @Test
    void dismissedUserLeavesNothingInTheIndexOfSeats() {
        RoomRow row =
                new RoomRow("room", RoomKind.GROUP, null, "alice", null, NOW, RoomSettings.preset(RoomKind.GROUP));
        MemberRow alice = MemberRow.joining("room", "alice", "Alice", Role.OWNER, NOW);
        append(new Guard.Absent(), new Change.PutRoom(row, "e1"), new Change.Admit(alice));
        assertThat(rooms.roomsOf("alice")).hasSize(1);

        append(new Guard.At("e1", 1), new Change.Dismiss("alice"));

        assertThat(rooms.roomsOf("alice")).isEmpty();
    }

    @Test
    void droppedRoomLeavesNothing() {
        for (int life = 0; life < 3; life++) {
            RoomRow row = new RoomRow(
                    "room", RoomKind.GROUP, "Title", "alice", null, NOW, RoomSettings.preset(RoomKind.GROUP));
            MemberRow alice = MemberRow.joining("room", "alice", "Alice", Role.OWNER, NOW);
            append(new Guard.Absent(), new Change.PutRoom(row, "e1"), new Change.Admit(alice));
            append(
                    new Guard.At("e1", 1),
                    new Change.Post("alice", "Alice", "c1", "d", Content.text("hi"), null, List.of(), null),
                    new Change.Restrain(new Restraint("room", "eve", Kind.BAN, "alice", NOW, NOW, "spam")));
            append(new Guard.At("e1", 2), new Change.Release("eve", Kind.BAN));
            append(
                    new Guard.At("e1", 3),
                    new Change.Restrain(new Restraint("room", "bob", Kind.BAN, "alice", NOW, NOW, null)));
            assertThat(rooms.usedBytes()).isPositive();

            append(new Guard.At("e1", 4), new Change.DropRoom());

            assertThat(rooms.usedBytes()).isZero();
            assertThat(rooms.roomsOf("alice")).isEmpty();
        }
    }

    @Test
    void contentGivenWithAnEventIsNotKept() {
        Content content = Content.text("secret");

        LoggedEvent event = LoggedEvent.of(NOW, "alice", new EventBody.Edited(7, content, List.of("bob")));

        assertThat(event.body()).isEqualTo(EventBody.Edited.bare(7));
        assertThat(event.contentOf()).isEqualTo(7);
    }

    private void append(Guard guard, Change... changes) {
        Outcome outcome = rooms.append(new Entry("room", guard, NOW, "alice", List.of(changes), List.of()));
        assertThat(outcome).isInstanceOf(Outcome.Stored.class);
    }
}
