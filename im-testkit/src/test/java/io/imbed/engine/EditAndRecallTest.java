package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.Limits;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.protocol.Content;
import io.imbed.protocol.Role;
import io.imbed.spi.Storage;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was said can be put right or taken back, and everyone sees it once, the absent too. */
class EditAndRecallTest {
    private final Chat chat = Chat.open(
            storage(),
            builder -> builder.limits(Chat.unhurried()
                    .with(new Limits.Connections(
                            2_000, 20, 2_000, Limits.defaults().connections().handshakeBytes()))));

    Storage storage() {
        return MemoryStorage.create();
    }

    @AfterEach
    void close() {
        chat.close();
    }

    private static String edit(long seq, String text) {
        return "\"room\":\"r\",\"seq\":" + seq + ",\"content\":{\"type\":\"text\",\"text\":\"" + text + "\"}";
    }

    private static String recall(long seq) {
        return "\"room\":\"r\",\"seq\":" + seq;
    }

    private static JsonObject message(Peer peer, long seq) {
        return peer.ok("history", "\"room\":\"r\",\"limit\":1,\"around\":" + seq)
                .getAsJsonArray("messages")
                .get(0)
                .getAsJsonObject();
    }

    @Test
    void editIsOneEventForEveryoneAndTheMessageIsNew() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        peers[0].sendText("r", "c1", "helo");
        peers[1].takeEvents();

        peers[0].ok("edit", edit(1, "hello") + ",\"mentions\":[\"bob\"]");

        JsonObject event = peers[1].takeEvents().get(0);
        assertThat(event.get("type").getAsString()).isEqualTo("edited");
        assertThat(event.get("by").getAsString()).isEqualTo("alice");
        assertThat(event.get("seq").getAsLong()).isEqualTo(1);
        assertThat(Peer.text(event)).isEqualTo("hello");
        assertThat(event.getAsJsonArray("mentions").toString()).isEqualTo("[\"bob\"]");
        JsonObject message = message(peers[1], 1);
        assertThat(Peer.text(message)).isEqualTo("hello");
        assertThat(message.get("rev").getAsLong()).isEqualTo(event.get("rev").getAsLong());
        assertThat(message.get("editedAt").getAsLong())
                .isEqualTo(event.get("at").getAsLong());
        assertThat(mentions(peers[1])).isEqualTo(1);
    }

    private static long mentions(Peer peer) {
        return peer.ok("room.get", "\"room\":\"r\"")
                .getAsJsonObject("room")
                .get("mentions")
                .getAsLong();
    }

    @Test
    void editToTheSameMakesNoEvent() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        peers[0].sendText("r", "c1", "hello");
        peers[1].takeEvents();

        peers[0].ok("edit", edit(1, "hello"));

        assertThat(peers[1].takeEvents()).isEmpty();
    }

    @Test
    void onlyTheSenderEditsAndTheTypeStays() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        chat.done(chat.server.rooms().role("r", "bob", Role.OWNER));
        peers[0].sendText("r", "c1", "hello");

        JsonObject others = peers[1].ask("edit", edit(1, "mine"));
        assertThat(Peer.code(others)).isEqualTo("FORBIDDEN");
        assertThat(Peer.message(others)).isEqualTo("message 1 is alice's; its sender alone may edit it");
        JsonObject type =
                peers[0].ask("edit", "\"room\":\"r\",\"seq\":1,\"content\":{\"type\":\"x.poll\",\"fallback\":\"?\"}");
        assertThat(Peer.code(type)).isEqualTo("BAD_REQUEST");
        assertThat(Peer.message(type)).contains("x.poll", "text");
        assertThat(Peer.text(message(peers[0], 1))).isEqualTo("hello");
    }

    @Test
    void messageThatIsNotThereIsNotFound() {
        Peer alice = chat.channel("r", "alice")[0];

        JsonObject reply = alice.ask("edit", edit(1, "x"));
        assertThat(Peer.code(reply)).isEqualTo("NOT_FOUND");
        assertThat(Peer.message(reply)).isEqualTo("no message 1 in room r, the last is 0");
        assertThat(alice.refused("recall", recall(9))).isEqualTo("NOT_FOUND");
        alice.sendText("r", "c1", "now there is");
        alice.ok("edit", edit(1, "indeed"));
    }

    @Test
    void tooLongEditNamesValueAndLimit() {
        Peer alice = chat.channel("r", "alice")[0];
        alice.sendText("r", "c1", "hello");

        JsonObject reply = alice.ask("edit", edit(1, "x".repeat(8_193)));

        assertThat(Peer.code(reply)).isEqualTo("TOO_LARGE");
        assertThat(Peer.message(reply)).isEqualTo("text is 8193 bytes, limit 8192");
    }

    @Test
    void recallByTheSenderIsGoodForTwoMinutes() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        peers[0].sendText("r", "c1", "early");
        peers[0].sendText("r", "c2", "late");

        chat.pass(Duration.ofSeconds(100));
        assertThat(peers[1].refused("recall", recall(1))).isEqualTo("FORBIDDEN");
        peers[0].ok("recall", recall(1));
        chat.pass(Duration.ofSeconds(21));
        JsonObject late = peers[0].ask("recall", recall(2));

        assertThat(Peer.code(late)).isEqualTo("FORBIDDEN");
        assertThat(Peer.message(late)).isEqualTo("message 2 is 121000 ms old; its sender may recall it for 120000 ms");
        peers[0].ok("recall", recall(1));
        assertThat(peers[1].takeEvents())
                .extracting(event -> event.get("type").getAsString())
                .containsExactly("message", "message", "recalled");
    }

    @Test
    void moderatorRecallsWhoeversMessageWhenever() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        chat.done(chat.server.rooms().role("r", "bob", Role.ADMIN));
        peers[0].sendText("r", "c1", "hello");
        chat.pass(Duration.ofHours(1));

        peers[1].ok("recall", recall(1));

        assertThat(message(peers[0], 1).get("recalled").getAsBoolean()).isTrue();
    }

    @Test
    void recalledContentIsReadByNoWay() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        JsonObject before = peers[1].ok("room.get", "\"room\":\"r\"").getAsJsonObject("room");
        String epoch = before.get("epoch").getAsString();
        long rev = before.get("rev").getAsLong();
        peers[1].connection.cut();
        peers[0].sendText("r", "c1", "secret");
        peers[0].ok("edit", edit(1, "secret too"));

        peers[0].ok("recall", recall(1));
        peers[0].takeAll();
        Peer again = chat.connect();
        JsonObject welcome = again.ok(
                "hello",
                "\"v\":1,\"token\":\"guest:bob\",\"rooms\":{\"r\":{\"epoch\":\"" + epoch + "\",\"rev\":" + rev + "}}");
        List<JsonObject> caughtUp = again.takeEvents();
        JsonObject synced = again.ok("sync", "\"room\":\"r\",\"epoch\":\"" + epoch + "\",\"rev\":" + rev);
        JsonObject repeat = peers[0].sendText("r", "c1", "secret");

        assertThat(repeat.get("dup").getAsBoolean()).isTrue();
        assertThat(caughtUp)
                .extracting(event -> event.get("type").getAsString())
                .containsExactly("message", "edited", "recalled");
        assertThat(Stream.of(welcome, synced, repeat, message(again, 1), again.ok("room.list", "")))
                .allSatisfy(frame -> assertThat(frame.toString()).doesNotContain("secret"));
        assertThat(caughtUp.toString()).doesNotContain("secret");
        assertThat(again.refused("edit", edit(1, "back"))).isEqualTo("FORBIDDEN");
        assertThat(Peer.message(peers[0].ask("edit", edit(1, "back")))).isEqualTo("message 1 was recalled");
    }

    @Test
    void recallIsOneEventForEachOfManyFollowers() {
        String[] users = new String[1_000];
        for (int i = 0; i < users.length; i++) users[i] = "u" + i;
        chat.done(chat.server.rooms().create(NewRoom.channel("r").members(users)));
        Peer[] peers = Stream.of(users).map(chat::signIn).toArray(Peer[]::new);
        peers[0].sendText("r", "c1", "hello");
        for (Peer each : peers) each.takeAll();

        chat.done(chat.server.rooms().recall("r", 1));

        assertThat(peers)
                .allSatisfy(peer -> assertThat(peer.takeEvents())
                        .singleElement()
                        .satisfies(event -> {
                            assertThat(event.get("type").getAsString()).isEqualTo("recalled");
                            assertThat(event.get("by").getAsString()).isEqualTo("~system");
                        }));
    }

    @Test
    void hostEditsAndRecallsWhatItWants() {
        Peer alice = chat.channel("r", "alice")[0];
        alice.sendText("r", "c1", "hello");
        chat.pass(Duration.ofHours(1));

        chat.done(chat.server.rooms().edit("r", 1, Content.text("better"), List.of()));
        assertThat(Peer.text(message(alice, 1))).isEqualTo("better");
        chat.done(chat.server.rooms().recall("r", 1));
        chat.done(chat.server.rooms().recall("r", 1));
        assertThat(message(alice, 1).get("recalled").getAsBoolean()).isTrue();
        assertThatThrownBy(() -> chat.done(chat.server.rooms().recall("r", 2))).hasMessageContaining("no message 2");
        assertThatThrownBy(() -> chat.done(chat.server.rooms().recall("none", 1)))
                .hasMessageContaining("no room none");
    }

    @Test
    void previewFollowsAnEditOfTheLastMessage() {
        Peer alice = chat.channel("r", "alice")[0];
        alice.sendText("r", "c1", "helo");
        alice.ok("edit", edit(1, "hello"));

        chat.done(chat.server.rooms().invite("r", "bob", Role.MEMBER));
        JsonObject room = chat.signIn("bob").ok("room.get", "\"room\":\"r\"").getAsJsonObject("room");

        assertThat(room.getAsJsonObject("last").get("preview").getAsString()).isEqualTo("hello");
    }

    @Test
    void repeatOfASendThatWasEditedSinceIsADuplicate() {
        Peer alice = chat.channel("r", "alice")[0];
        JsonObject first = alice.sendText("r", "c1", "hello");
        alice.ok("edit", edit(1, "changed"));

        JsonObject repeat = alice.sendText("r", "c1", "hello");
        assertThat(repeat.get("seq").getAsLong()).isEqualTo(1);
        assertThat(repeat.get("rev").getAsLong()).isEqualTo(first.get("rev").getAsLong());
        assertThat(Peer.text(repeat)).as("as it is now").isEqualTo("changed");
        assertThat(Peer.code(alice.sendText("r", "c1", "changed"))).isEqualTo("CONFLICT");
        chat.done(chat.server.rooms().send("r", Draft.text("more")));
    }
}
