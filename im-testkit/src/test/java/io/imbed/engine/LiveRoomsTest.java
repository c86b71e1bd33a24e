package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.Limits;
import io.imbed.NewRoom;
import io.imbed.protocol.Cursor;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A LIVE room is attended by sessions: nothing of that is stored, makes an event or outlives them. */
class LiveRoomsTest {
    private static final String ROOM = "\"room\":\"live\"";

    private final TroubledStorage storage = new TroubledStorage();
    private final Chat chat = Chat.open(storage, builder -> builder.limits(limits()));

    private static Limits limits() {
        Limits limits = Chat.unhurried();
        var pages = limits.pages();
        return limits.with(
                new Limits.Pages(pages.items(), pages.bytes(), pages.catchUpEvents(), 2, pages.signalMembers()));
    }

    @BeforeEach
    void make() {
        chat.done(chat.server.rooms().create(NewRoom.live("live").owner("owner").title("Final")));
    }

    @AfterEach
    void close() {
        storage.releaseAppends();
        chat.close();
    }

    private Peer attend(String user) {
        Peer peer = chat.signIn(user);
        JsonObject joined = peer.ok("join", ROOM).getAsJsonObject("room");
        assertThat(joined.get("role").getAsString()).isEqualTo("member");
        peer.takeAll();
        return peer;
    }

    private void post(String text) {
        chat.done(chat.server.rooms().send("live", Draft.text(text)));
    }

    private Cursor head() {
        return chat.done(chat.server.rooms().head("live"));
    }

    private JsonObject rejoin(Peer peer, Cursor from) {
        return peer.ok("join", ROOM + ",\"epoch\":\"" + from.epoch() + "\",\"rev\":" + from.rev());
    }

    @Test
    void anyoneFindsItAndAttendsFromItsJoinOn() {
        Peer alice = chat.signIn("alice");
        post("before");

        JsonObject found = alice.ok("room.list", "\"kind\":\"LIVE\"")
                .getAsJsonArray("rooms")
                .get(0)
                .getAsJsonObject();
        JsonObject joined = alice.ok("join", ROOM).getAsJsonObject("room");
        post("after");

        assertThat(found.toString()).isEqualTo("{\"id\":\"live\",\"kind\":\"LIVE\",\"title\":\"Final\",\"members\":0}");
        assertThat(joined.get("joinedSeq").getAsLong()).isEqualTo(1);
        assertThat(joined.get("unread").getAsLong()).isZero();
        assertThat(joined.getAsJsonObject("last").get("preview").getAsString()).isEqualTo("before");
        assertThat(Peer.texts(alice.takeEvents())).containsExactly("after");
        assertThat(alice.ok("room.list", "\"kind\":\"CHANNEL\"").getAsJsonArray("rooms"))
                .isEmpty();
    }

    @Test
    void joiningAndLeavingIsStoredNowhereAndMakesNoEvent() {
        Peer alice = attend("alice");
        Cursor before = head();
        storage.batches.clear();

        Peer bob = attend("bob");
        bob.ok("leave", ROOM);
        attend("carol").connection.cut();

        assertThat(storage.batches).isEmpty();
        assertThat(head()).isEqualTo(before);
        assertThat(alice.takeEvents()).isEmpty();
        assertThat(chat.done(chat.server.rooms().members("live", null, 10))).hasSize(1);
        assertThat(alice.ok("members", ROOM).getAsJsonArray("members")).hasSize(1);
    }

    @Test
    void attendeeDoesWhatAMemberDoes() {
        Peer alice = attend("alice");
        Peer bob = attend("bob");

        long seq = alice.sendText("live", "c1", "helo").get("seq").getAsLong();
        alice.ok("edit", ROOM + ",\"seq\":" + seq + ",\"content\":{\"type\":\"text\",\"text\":\"hello\"}");
        assertThat(bob.refused("recall", ROOM + ",\"seq\":" + seq)).isEqualTo("FORBIDDEN");
        alice.ok("recall", ROOM + ",\"seq\":" + seq);

        assertThat(bob.takeEvents())
                .extracting(event -> event.get("type").getAsString())
                .containsExactly("message", "edited", "recalled");
        assertThat(bob.ok("history", ROOM).getAsJsonArray("messages")).hasSize(1);
        assertThat(bob.ok("room.get", ROOM)
                        .getAsJsonObject("room")
                        .get("unread")
                        .getAsLong())
                .isEqualTo(1);
    }

    @Test
    void sessionThatLeavesIsToldAndGetsNothingMore() {
        Peer alice = attend("alice");

        alice.ok("leave", ROOM);
        post("after");

        assertThat(alice.take("gone")).hasSize(1);
        assertThat(alice.takeEvents()).isEmpty();
        assertThat(alice.refused("history", ROOM)).isEqualTo("FORBIDDEN");
        alice.ok("leave", ROOM);
        assertThat(alice.take("gone")).isEmpty();
    }

    @Test
    void eachSessionAttendsForItself() {
        Peer phone = attend("alice");
        Peer laptop = chat.signIn("alice");

        post("one");
        assertThat(laptop.takeEvents()).isEmpty();
        laptop.ok("join", ROOM);
        phone.ok("leave", ROOM);
        post("two");

        assertThat(Peer.texts(phone.takeEvents())).containsExactly("one");
        assertThat(Peer.texts(laptop.takeEvents())).containsExactly("two");
        assertThat(laptop.sendText("live", "c1", "hi").has("seq")).isTrue();
    }

    @Test
    void attendanceEndsWithTheSession() {
        Peer first = attend("alice");
        first.connection.cut();
        chat.env.runAll();

        Peer again = chat.connect();
        JsonObject welcome = again.ok("hello", "\"v\":1,\"token\":\"guest:alice\"");

        assertThat(welcome.getAsJsonArray("rooms")).isEmpty();
        assertThat(Peer.code(again.sendText("live", "c1", "hi"))).isEqualTo("FORBIDDEN");
        assertThat(again.ok("room.list", "").getAsJsonArray("rooms")).isEmpty();
    }

    @Test
    void whoeverComesBackWithItsCursorGetsWhatItMissed() {
        Peer first = attend("alice");
        Cursor seen = head();
        first.connection.cut();
        post("missed");

        Peer again = chat.signIn("alice");
        JsonObject joined = rejoin(again, seen);
        post("live");

        assertThat(joined.get("recovered").getAsBoolean()).isTrue();
        assertThat(Peer.texts(again.takeEvents())).containsExactly("missed", "live");
    }

    @Test
    void cursorOfALiveRoomInHelloIsAnsweredWithGone() {
        attend("alice").connection.cut();
        attend("alice"); // another session of the same user does not attend for this one

        Peer again = chat.connect();
        again.ok(
                "hello",
                "\"v\":1,\"token\":\"guest:alice\",\"rooms\":{\"live\":{\"epoch\":\"" + head().epoch()
                        + "\",\"rev\":1}}");
        post("after");

        assertThat(again.take("gone")).hasSize(1);
        assertThat(again.takeEvents()).isEmpty();
    }

    @Test
    void joinAndLeaveInOneBreathDoesNotComeBackByAnotherSession() {
        attend("alice");
        Peer laptop = chat.signIn("alice");

        laptop.post("join", ROOM);
        laptop.post("leave", ROOM);
        chat.env.runAll();
        laptop.takeAll();
        post("after");

        assertThat(laptop.takeEvents()).isEmpty();
    }

    @Test
    void sessionThatFollowsAsManyRoomsAsItMayDoesNotAttend() {
        Peer alice = attend("alice");
        for (String room : List.of("l2", "l3")) chat.done(chat.server.rooms().create(NewRoom.live(room)));
        alice.ok("join", "\"room\":\"l2\"");

        assertThat(alice.refused("join", "\"room\":\"l3\"")).isEqualTo("FORBIDDEN");
        alice.ok("leave", ROOM);
        alice.ok("join", "\"room\":\"l3\"");
    }

    @Test
    void whenTheLastHasGoneNothingRemains() {
        Peer alice = attend("alice");
        alice.ok("leave", ROOM);
        chat.pass(Duration.ofMinutes(1));
        // More rooms than lanes keep to be quick: those that nobody uses are let go of.
        for (int i = 0; i < 10_000; i++) alice.post("room.get", "\"room\":\"x" + i + "\"");
        alice.takeAll();

        assertThat(chat.done(chat.server.rooms().find("live")).orElseThrow().members())
                .isZero();
        assertThat(chat.figures.gauge("im.rooms")).isLessThan(9_000);
    }
}
