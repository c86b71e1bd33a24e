package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.Limits;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.protocol.CloseReason;
import io.imbed.protocol.Role;
import io.imbed.spi.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Promises 8 and 9: deny by default, and what is taken away is gone at once. */
class VisibilityTest {
    private final Chat chat = Chat.open(storage(), builder -> builder.limits(Chat.unhurried()));

    Storage storage() {
        return MemoryStorage.create();
    }

    @AfterEach
    void close() {
        chat.close();
    }

    /** The clock stands still, so that the times are the same too. Who sends too fast has none to learn from that. */
    @Test
    void ratesAreSpentOnAPrivateRoomAsOnOneThatDoesNotExist() {
        try (Chat hasty = Chat.open(
                storage(), builder -> builder.limits(Limits.defaults().with(new Limits.Rates(1, 30, 1, 10))))) {
            hasty.done(hasty.server.rooms().create(NewRoom.group("secret1").owner("alice")));

            List<String> hidden = answers(hasty.signIn("mallory"), "secret1");
            List<String> absent = answers(hasty.signIn("eve"), "secret2");

            assertThat(hidden)
                    .filteredOn(answer -> answer.contains("RATE_LIMITED"))
                    .isNotEmpty();
            assertThat(hidden)
                    .map(answer -> answer.replace("secret1", "secret2"))
                    .isEqualTo(absent);
        }
    }

    private static List<String> answers(Peer peer, String room) {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 12; i++)
            answers.add(peer.sendText(room, "c" + i, "x").toString());
        for (int i = 0; i < 24; i++)
            answers.add(peer.ask("history", "\"room\":\"" + room + "\"").toString());
        return answers;
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
