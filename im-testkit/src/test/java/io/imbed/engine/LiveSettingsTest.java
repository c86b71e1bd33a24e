package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.NewRoom;
import io.imbed.protocol.Cursor;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A LIVE room's settings hold for those who attend it as a channel's hold for its members. */
class LiveSettingsTest {
    private static final String ROOM = "\"room\":\"live\"";

    private final Chat chat = Chat.open(builder -> builder.limits(Chat.unhurried()));
    private Peer owner;

    @BeforeEach
    void make() {
        chat.done(chat.server.rooms().create(NewRoom.live("live").owner("owner")));
        owner = chat.signIn("owner");
    }

    @AfterEach
    void close() {
        chat.close();
    }

    private Peer attend(String user) {
        Peer peer = chat.signIn(user);
        peer.ok("join", ROOM);
        chat.pass(Duration.ofSeconds(3));
        peer.takeAll();
        return peer;
    }

    private void set(String settings) {
        owner.ok("room.update", ROOM + ",\"settings\":{" + settings + "}");
    }

    private static List<String> types(List<JsonObject> frames) {
        return frames.stream().map(each -> each.get("type").getAsString()).toList();
    }

    @Test
    void onlyStaffPostsWhereTheRoomSaysSo() {
        Peer alice = attend("alice");

        set("\"post\":\"admin\"");

        assertThat(Peer.code(alice.sendText("live", "c1", "hi"))).isEqualTo("FORBIDDEN");
        assertThat(owner.sendText("live", "c1", "hi").has("seq")).isTrue();
    }

    @Test
    void slowModeHoldsForAttendees() {
        Peer alice = attend("alice");
        set("\"slowMs\":5000");

        assertThat(alice.sendText("live", "c1", "hi").has("seq")).isTrue();
        assertThat(Peer.code(alice.sendText("live", "c2", "hi"))).isEqualTo("RATE_LIMITED");
        chat.pass(Duration.ofSeconds(5));
        assertThat(alice.sendText("live", "c3", "hi").has("seq")).isTrue();
    }

    @Test
    void noMoreSessionsAttendThanTheRoomTakes() {
        set("\"maxMembers\":2");
        Peer alice = attend("alice");
        Peer bob = chat.signIn("bob");

        assertThat(bob.refused("join", ROOM)).isEqualTo("FORBIDDEN");
        alice.ok("leave", ROOM);
        bob.ok("join", ROOM);
    }

    @Test
    void nobodyAttendsARoomThatIsNotOpen() {
        Peer alice = attend("alice");
        set("\"join\":\"invited\"");

        assertThat(chat.signIn("bob").refused("join", ROOM)).isEqualTo("FORBIDDEN");
        alice.ok("join", ROOM);
        assertThat(alice.sendText("live", "c1", "hi").has("seq")).isTrue();
    }

    @Test
    void typingAndMarksAreToldWhereTheRoomSaysSo() {
        Peer alice = attend("alice");
        attend("bob").postText("live", "c1", "hi");
        alice.takeAll();
        set("\"typing\":true,\"receipts\":true");
        owner.ok("typing", ROOM + ",\"on\":true");
        owner.ok("mark", ROOM + ",\"read\":1");

        assertThat(types(alice.take("signal"))).contains("typing", "read");
    }

    @Test
    void attendeeHasNoSettingsOfItsOwnAndStaffHas() {
        Peer alice = attend("alice");
        String mine = ROOM + ",\"mine\":{\"notify\":\"nothing\"}";

        JsonObject refused = alice.ask("room.update", mine);

        assertThat(Peer.code(refused)).isEqualTo("FORBIDDEN");
        assertThat(Peer.message(refused)).contains("attends room live");
        owner.ok("room.update", mine);
    }

    @Test
    void attendeeSeesNothingOfBeforeItsJoinWhereTheRoomSaysSo() {
        set("\"history\":\"joined\"");
        chat.done(chat.server.rooms().send("live", Draft.text("before")));
        Peer alice = attend("alice");
        Cursor head = chat.done(chat.server.rooms().head("live"));

        chat.done(chat.server.rooms().recall("live", 1));
        chat.done(chat.server.rooms().send("live", Draft.text("after")));

        assertThat(types(alice.takeEvents())).containsExactly("hidden", "message");
        assertThat(alice.ok("history", ROOM).getAsJsonArray("messages")).hasSize(1);
        assertThat(alice.ok("sync", ROOM + ",\"epoch\":\"" + head.epoch() + "\",\"rev\":" + (head.rev() - 1))
                        .getAsJsonArray("events"))
                .hasSize(3);
    }

    @Test
    void newestThousandMessagesAreKept() {
        Peer alice = attend("alice");
        for (int i = 0; i < 1_005; i++) chat.server.rooms().send("live", Draft.text("m" + i));
        chat.env.runAll();

        Cursor head = chat.done(chat.server.rooms().head("live"));
        JsonObject page = alice.ok("history", ROOM + ",\"after\":1,\"limit\":1");

        assertThat(page.getAsJsonArray("messages")
                        .get(0)
                        .getAsJsonObject()
                        .get("seq")
                        .getAsLong())
                .isEqualTo(6);
        assertThat(alice.refused("sync", ROOM + ",\"epoch\":\"" + head.epoch() + "\",\"rev\":1"))
                .isEqualTo("GAP");
        JsonObject tooLate = owner.ask("recall", ROOM + ",\"seq\":5");
        assertThat(Peer.code(tooLate)).isEqualTo("NOT_FOUND");
        assertThat(Peer.message(tooLate)).isEqualTo("message 5 of room live is not kept any more");
        owner.ok("recall", ROOM + ",\"seq\":6");
        assertThat(alice.takeEvents()).hasSize(1_006);
    }
}
