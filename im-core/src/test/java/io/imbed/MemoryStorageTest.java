package io.imbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.MemoryStorage.Capacity;
import io.imbed.protocol.Content;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.JsonText;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.EventSlice;
import io.imbed.spi.Guard;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomRow;
import io.imbed.spi.Storage;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** How the storage keeps within its bounds. What every storage must do is in the contracts of im-testkit. */
class MemoryStorageTest {
    private static final Instant NOW = Instant.ofEpochMilli(1_000_000);

    @Test
    void messageBeyondTheBoundTakesItsEventsWithIt() {
        Storage storage = MemoryStorage.create(Capacity.defaults().withMessagesPerRoom(2));
        make(storage, "room");
        for (int i = 1; i <= 3; i++)
            assertThat(post(storage, "room", "c" + i, "text")).isInstanceOf(Outcome.Stored.class);

        EventSlice old = events(storage, "room", 1);
        EventSlice kept = events(storage, "room", 2);

        assertThat(old.gap()).isTrue();
        assertThat(kept.events()).extracting(event -> event.body().seq()).containsExactly(2L, 3L);
        assertThat(join(storage.log().message("room", 1))).isEmpty();
        assertThat(join(storage.log().find("room", "alice", "c1"))).isEmpty();
    }

    @Test
    void fullStorageDropsTheOldestOfTheRoomThatIsWrittenTo() {
        Storage storage = MemoryStorage.create(Capacity.defaults().withBytes(100_000));
        make(storage, "quiet");
        make(storage, "busy");
        post(storage, "quiet", "c1", "text");

        for (int i = 1; i <= 100; i++) {
            assertThat(post(storage, "busy", "c" + i, "x".repeat(4_000))).isInstanceOf(Outcome.Stored.class);
        }

        assertThat(join(storage.log().message("quiet", 1))).isPresent();
        assertThat(join(storage.log().message("busy", 1))).isEmpty();
        assertThat(join(storage.log().message("busy", 100))).isPresent();
    }

    @Test
    void whatCannotFitIsRefusedAndDropsNothing() {
        Storage storage = MemoryStorage.create(Capacity.defaults().withBytes(100_000));
        make(storage, "room");
        post(storage, "room", "c1", "text");

        Outcome outcome = post(storage, "room", "c2", "x".repeat(100_000));

        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertThat(join(storage.log().message("room", 1))).isPresent();
    }

    @Test
    void roomBeyondTheBoundIsRefused() {
        Storage storage = MemoryStorage.create(Capacity.defaults().withRooms(1));
        assertThat(make(storage, "first")).isInstanceOf(Outcome.Stored.class);

        assertThat(make(storage, "second")).isInstanceOf(Outcome.Refused.class);
    }

    private static Outcome make(Storage storage, String room) {
        RoomRow row = new RoomRow(room, RoomKind.GROUP, null, "alice", null, NOW);
        MemberRow alice = MemberRow.joining(room, "alice", "Alice", Role.OWNER, NOW);
        return append(
                storage,
                new Entry(
                        room,
                        new Guard.Absent(),
                        NOW,
                        "alice",
                        List.of(new Change.PutRoom(row, "e1"), new Change.Admit(alice)),
                        List.of(new EventBody.Joined("alice", "Alice", Role.OWNER))));
    }

    private static Outcome post(Storage storage, String room, String cid, String text) {
        Content content = new Content("text", text, new JsonText("{\"type\":\"text\",\"text\":\"" + text + "\"}"));
        Change post = new Change.Post("alice", "Alice", cid, "d-" + cid, content, null, List.of(), null);
        return append(storage, new Entry(room, new Guard.At("e1", 1), NOW, "alice", List.of(post), List.of()));
    }

    private static Outcome append(Storage storage, Entry entry) {
        return join(storage.log().append(List.of(entry))).get(0);
    }

    private static EventSlice events(Storage storage, String room, long after) {
        return join(storage.log().events(room, new Cursor("e1", after), 100, 1 << 20));
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
