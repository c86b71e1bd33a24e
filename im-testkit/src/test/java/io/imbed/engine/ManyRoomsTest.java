package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.NewRoom;
import io.imbed.protocol.Content;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Users with more rooms than a page holds, and rooms that nobody has. */
class ManyRoomsTest {
    private final TroubledStorage storage = new TroubledStorage();
    private final Chat chat = Chat.open(storage, builder -> builder.limits(Chat.unhurried()));

    @AfterEach
    void close() {
        storage.reads().release();
        chat.close();
    }

    /** Groups {@code r0} and on, the first one least recently active. */
    private void groups(int count, String user) {
        for (int i = 0; i < count; i++) {
            chat.done(chat.server.rooms().create(NewRoom.group("r" + i).members(user)));
            chat.pass(Duration.ofMillis(1));
        }
    }

    private void send(String room, String text) {
        chat.done(chat.server.rooms().send(room, Draft.text(text)));
    }

    /** As another node would, so that nothing of this one is in the way. */
    private void sendBehindTheBack(String room, String text) {
        RoomState state = storage.room(room);
        Outcome outcome = storage.store(new Entry(
                room,
                new Guard.At(state.epoch(), state.policy()),
                chat.env.clock().instant().plusSeconds(1),
                "bob",
                List.of(new Change.Post("bob", "Bob", text, "digest", Content.text(text), null, List.of(), null)),
                List.of()));
        assertThat(outcome).isInstanceOf(Outcome.Stored.class);
    }

    @Test
    void everyRoomIsFollowedThoughTheyChangePlacesWhileTheyAreRead() {
        groups(250, "alice");
        int[] moved = {0};
        storage.afterSeats(() -> sendBehindTheBack("r" + moved[0]++, "from the end of the list to its top"));
        Peer alice = chat.signIn("alice");

        storage.afterSeats(() -> {});
        for (int i = 0; i < 250; i++) send("r" + i, "to " + i);

        List<String> texts = Peer.texts(alice.takeEvents());
        for (int i = 0; i < 250; i++) assertThat(texts).contains("to " + i);
    }

    @Test
    void cursorOfARoomFarDownTheListIsGoneOnFrom() {
        groups(150, "alice");
        RoomState before = storage.room("r1");
        send("r1", "missed");
        chat.pass(Duration.ofMillis(1));
        for (int i = 2; i < 150; i++) send("r" + i, "newer");

        Peer alice = chat.connect();
        String cursor = "{\"epoch\":\"" + before.epoch() + "\",\"rev\":" + before.rev() + "}";
        alice.ok("hello", "\"v\":1,\"token\":\"guest:alice\",\"rooms\":{\"r1\":" + cursor + "}");

        assertThat(Peer.texts(alice.takeEvents())).containsExactly("missed");
    }

    @Test
    void cursorsOfRoomsThatAreNotMineAreGone() {
        groups(150, "alice");
        chat.done(chat.server.rooms().create(NewRoom.group("private").members("bob")));
        String cursor = "{\"epoch\":\"e\",\"rev\":1}";

        Peer alice = chat.connect();
        alice.ok(
                "hello",
                "\"v\":1,\"token\":\"guest:alice\",\"rooms\":{\"none\":" + cursor + ",\"private\":" + cursor + "}");

        assertThat(alice.take("gone"))
                .extracting(gone -> gone.get("room").getAsString())
                .containsExactlyInAnyOrder("none", "private");
    }

    @Test
    void listGoesOnAfterARoomOfMineAloneAndNeverEndsInSilence() {
        groups(3, "alice");
        Peer alice = chat.signIn("alice");

        JsonObject end = alice.ok("room.list", "\"after\":\"r0\"");
        assertThat(end.getAsJsonArray("rooms")).isEmpty();
        assertThat(end.get("more").getAsBoolean()).isFalse();
        assertThat(alice.refused("room.list", "\"after\":\"left\"")).isEqualTo("NOT_FOUND");
    }

    @Test
    void pageThatFindsNoRoomBehindOtherRoomsComesLaterAndNobodyIsClosed() {
        Peer[] peers = chat.channel("far", "alice", "bob");
        chat.channel("busy");
        peers[0].ok("join", "\"room\":\"busy\"");
        RoomState before = storage.room("far");
        peers[0].connection.cut();
        for (int i = 0; i < 600; i++) send("far", "x".repeat(2_000)); // beyond what the lane remembers
        storage.reads().hold(TroubledReads.Kind.EVENTS);
        Peer alice = chat.connect();
        String cursor = "{\"epoch\":\"" + before.epoch() + "\",\"rev\":" + before.rev() + "}";
        alice.ok("hello", "\"v\":1,\"token\":\"guest:alice\",\"rooms\":{\"far\":" + cursor + "}");

        alice.connection.stall();
        for (int i = 0; i < 150; i++) send("busy", "y".repeat(8_000));
        storage.reads().release();
        chat.env.runAll();
        alice.connection.resume();
        List<JsonObject> events = alice.takeEvents();

        assertThat(alice.closed()).isEmpty();
        assertThat(events).filteredOn(event -> room(event).equals("far")).hasSize(600);
        assertThat(events).filteredOn(event -> room(event).equals("busy")).hasSize(150);
    }

    private static String room(JsonObject event) {
        return event.get("room").getAsString();
    }

    @Test
    void roomsThatAreNotThereTakeNoMemoryWhateverQuietRoomsThereAre() {
        groups(100, "alice");
        chat.signIn("alice");
        Peer mallory = chat.signIn("mallory");

        for (int i = 0; i < 10_000; i++) {
            mallory.post("history", "\"room\":\"junk" + i + "\"");
            if (i % 50 == 0) mallory.takeAll();
        }
        mallory.takeAll();

        assertThat(chat.figures.gauge("im.rooms")).isLessThan(2_500);
        send("r1", "still followed");
    }
}
