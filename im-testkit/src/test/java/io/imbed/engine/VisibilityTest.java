package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.protocol.CloseReason;
import io.imbed.protocol.Role;
import io.imbed.spi.Storage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promises 8 and 9: deny by default, and what is taken away is gone at once. */
class VisibilityTest {
    private static final String CURSOR = ",\"epoch\":\"e\",\"rev\":0";

    private final Chat chat = Chat.open(storage(), builder -> builder.limits(Chat.unhurried()));

    Storage storage() {
        return MemoryStorage.create();
    }

    @AfterEach
    void close() {
        chat.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "room.get|",
                "join|",
                "join|" + CURSOR,
                "leave|",
                "members|",
                "history|",
                "sync|" + CURSOR,
                "mark|,\"read\":1",
                "typing|,\"on\":true",
                "edit|,\"seq\":1,\"content\":{\"type\":\"text\",\"text\":\"x\"}",
                "recall|,\"seq\":1",
                "send|,\"cid\":\"c1\",\"content\":{\"type\":\"text\",\"text\":\"x\"}"
            })
    void privateRoomLooksExactlyLikeOneThatDoesNotExist(String request) {
        String op = request.substring(0, request.indexOf('|'));
        String arguments = request.substring(request.indexOf('|') + 1);
        chat.done(chat.server
                .rooms()
                .create(NewRoom.group("secret1").owner("alice").members("bob")));
        chat.done(chat.server.rooms().send("secret1", Draft.text("hidden")));
        // Anyone can work out the id of two users' direct room.
        String direct = chat.signIn("alice")
                .ok("room.create", "\"kind\":\"DIRECT\",\"user\":\"bob\"")
                .getAsJsonObject("room")
                .get("id")
                .getAsString();
        Peer mallory = chat.signIn("mallory");

        for (String room : List.of("secret1", direct)) {
            JsonObject hidden = mallory.ask(op, "\"room\":\"" + room + "\"" + arguments);
            JsonObject absent = mallory.ask(op, "\"room\":\"secret2\"" + arguments);

            assertThat(hidden.has("error")).as(hidden.toString()).isTrue();
            assertThat(Peer.code(hidden)).isEqualTo("NOT_FOUND");
            assertThat(hidden.get("error").toString().replace(room, "secret2"))
                    .isEqualTo(absent.get("error").toString());
        }
        assertThat(mallory.takeAll()).isEmpty();
    }

    @Test
    void privateRoomNamedInHelloIsGoneLikeOneThatNeverWas() {
        chat.done(chat.server.rooms().create(NewRoom.group("secret1").owner("alice")));
        Peer mallory = chat.connect();
        mallory.ok(
                "hello",
                "\"v\":1,\"token\":\"guest:mallory\",\"rooms\":{\"secret1\":{\"epoch\":\"e\",\"rev\":0},"
                        + "\"secret2\":{\"epoch\":\"e\",\"rev\":0}}");

        assertThat(mallory.take("gone").stream().map(gone -> gone.get("room").getAsString()))
                .containsExactlyInAnyOrder("secret1", "secret2");
        assertThat(mallory.takeAll()).isEmpty();
    }

    @Test
    void outsiderSeesOfAChannelOnlyItsCard() {
        chat.channel("r", "alice", "bob");
        Peer mallory = chat.signIn("mallory");

        JsonObject room = mallory.ok("room.get", "\"room\":\"r\"").getAsJsonObject("room");

        assertThat(room.keySet()).containsExactlyInAnyOrder("id", "kind", "members");
        assertThat(mallory.refused("history", "\"room\":\"r\"")).isEqualTo("FORBIDDEN");
        assertThat(mallory.refused("sync", "\"room\":\"r\"" + CURSOR)).isEqualTo("FORBIDDEN");
        assertThat(mallory.refused("members", "\"room\":\"r\"")).isEqualTo("FORBIDDEN");
        assertThat(Peer.code(mallory.sendText("r", "c1", "x"))).isEqualTo("FORBIDDEN");
    }

    @Test
    void kickedMemberGetsEverythingUpToTheKickAndNothingAfter() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        chat.server.rooms().send("r", Draft.text("before"));
        chat.server.rooms().kick("r", "bob");
        chat.server.rooms().send("r", Draft.text("after"));
        chat.env.runAll();

        List<JsonObject> bob = peers[1].takeAll();

        assertThat(bob).hasSize(3);
        assertThat(Peer.texts(bob.subList(0, 1))).containsExactly("before");
        assertThat(bob.get(1).get("type").getAsString()).isEqualTo("kicked");
        assertThat(bob.get(2).get("ev").getAsString()).isEqualTo("gone");
        assertThat(Peer.texts(peers[0].takeEvents())).containsExactly("before", "after");
        assertThat(peers[1].refused("history", "\"room\":\"r\"")).isEqualTo("FORBIDDEN");
        assertThat(Peer.code(peers[1].sendText("r", "c1", "x"))).isEqualTo("FORBIDDEN");
    }

    @Test
    void sendBehindAKickInTheSameBatchIsRefused() {
        Peer[] peers = chat.channel("r", "alice", "bob");

        chat.server.rooms().kick("r", "bob");
        int send = peers[1].postText("r", "c1", "x");
        chat.env.runAll();

        assertThat(Peer.code(peers[1].reply(send))).isEqualTo("FORBIDDEN");
        assertThat(Peer.texts(peers[0].takeEvents())).isEmpty();
    }

    @Test
    void invitedUserGainsTheRoomOnAllItsSessionsAndFollowsFromThere() {
        chat.done(chat.server.rooms().create(NewRoom.group("g1").owner("alice")));
        Peer phone = chat.signIn("bob");
        Peer desk = chat.signIn("bob");

        chat.done(chat.server.rooms().invite("g1", "bob", Role.MEMBER));
        chat.done(chat.server.rooms().send("g1", Draft.text("welcome")));

        for (Peer each : List.of(phone, desk)) {
            JsonObject room = each.take("room").get(0).getAsJsonObject("room");
            assertThat(room.get("id").getAsString()).isEqualTo("g1");
            List<JsonObject> events = each.takeEvents();
            assertThat(Peer.texts(events)).containsExactly("welcome");
            assertThat(Peer.revs(events)).containsExactly(room.get("rev").getAsLong() + 1);
        }
    }

    @Test
    void leavingEndsDeliveryOnAllSessions() {
        Peer phone = chat.channel("r", "bob")[0];
        Peer desk = chat.signIn("bob");

        phone.ok("leave", "\"room\":\"r\"");
        chat.done(chat.server.rooms().send("r", Draft.text("after")));

        for (Peer each : List.of(phone, desk)) {
            assertThat(Peer.texts(each.takeEvents())).isEmpty();
            each.takeAll();
        }
        assertThat(chat.signIn("bob").ok("room.list", "").getAsJsonArray("rooms"))
                .isEmpty();
    }

    @Test
    void signOutStopsDeliveryAndAcceptanceAtOnce() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        int late = peers[1].postText("r", "late", "x");

        assertThat(chat.server.sessions().signOut("bob")).isEqualTo(1);
        chat.done(chat.server.rooms().send("r", Draft.text("after")));

        assertThat(peers[1].closed()).contains(CloseReason.SIGNED_OUT);
        assertThat(peers[1].takeEvents()).isEmpty();
        assertThat(peers[1].find(late)).isEmpty();
        assertThat(Peer.texts(peers[0].takeEvents())).containsExactly("after");
        assertThat(chat.server.sessions().of("bob")).isEmpty();
    }

    @Test
    void kickWhileCatchingUpEndsThePages() {
        Peer alice = chat.channel("r", "alice")[0];
        String epoch = alice.ok("room.get", "\"room\":\"r\"")
                .getAsJsonObject("room")
                .get("epoch")
                .getAsString();
        for (int i = 0; i < 900; i++) chat.server.rooms().send("r", Draft.text("x".repeat(4_000)));
        chat.env.runAll();
        alice.connection.cut();
        Peer again = chat.connect();
        again.connection.stall();
        again.post(
                "hello", "\"v\":1,\"token\":\"guest:alice\",\"rooms\":{\"r\":{\"epoch\":\"" + epoch + "\",\"rev\":1}}");
        chat.env.runAll();

        chat.done(chat.server.rooms().kick("r", "alice"));
        again.connection.resume();
        chat.pass(Duration.ofSeconds(1));

        assertThat(again.takeEvents().size()).isLessThan(300);
        assertThat(again.take("gone")).hasSize(1);
    }
}
