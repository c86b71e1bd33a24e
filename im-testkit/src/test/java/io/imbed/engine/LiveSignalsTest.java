package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.NewRoom;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of each other those who attend a LIVE room are told how many they are, and nothing else. */
class LiveSignalsTest {
    private static final String ROOM = "\"room\":\"live\"";

    private final TroubledStorage storage = new TroubledStorage();
    private final Chat chat = Chat.open(storage, builder -> builder.limits(Chat.unhurried()));

    @BeforeEach
    void make() {
        chat.done(chat.server.rooms().create(NewRoom.live("live").owner("owner")));
    }

    @AfterEach
    void close() {
        chat.close();
    }

    private Peer attend(String user) {
        Peer peer = chat.signIn(user);
        peer.ok("join", ROOM);
        peer.takeAll();
        return peer;
    }

    private void post(String text) {
        chat.done(chat.server.rooms().send("live", Draft.text(text)));
    }

    @Test
    void countIsOfSessionsAndIsToldOnceInAWhile() {
        Peer alice = attend("alice");
        attend("alice");
        attend("bob");
        chat.pass(Duration.ofSeconds(3));
        JsonObject signal = alice.take("signal").get(0);
        attend("carol").ok("leave", ROOM);
        chat.pass(Duration.ofSeconds(1));
        attend("dave");
        chat.pass(Duration.ofSeconds(1));
        attend("erin").connection.cut();
        attend("frank");
        Peer stranger = chat.signIn("stranger");

        assertThat(signal.toString())
                .isEqualTo("{\"ev\":\"signal\",\"room\":\"live\",\"type\":\"members\",\"count\":3}");
        assertThat(alice.take("signal")).isEmpty();
        chat.pass(Duration.ofSeconds(1));
        assertThat(alice.take("signal"))
                .extracting(each -> each.get("count").getAsInt())
                .containsExactly(5);
        attend("gina").ok("leave", ROOM);
        attend("hugo").connection.cut();
        attend("ivan").ok("leave", ROOM);
        attend("judy");
        chat.pass(Duration.ofSeconds(2));
        assertThat(alice.take("signal")).isEmpty();
        chat.pass(Duration.ofSeconds(1));
        assertThat(alice.take("signal")).hasSize(1);
        chat.pass(Duration.ofMinutes(1));
        assertThat(alice.take("signal")).isEmpty();
        assertThat(stranger.ok("room.get", ROOM)
                        .getAsJsonObject("room")
                        .get("members")
                        .getAsInt())
                .isEqualTo(6);
        assertThat(chat.done(chat.server.rooms().find("live")).orElseThrow().members())
                .isEqualTo(6);
        assertThat(stranger.take("signal")).isEmpty();
    }

    @Test
    void markMovesNothingAndTypingIsToldToNobody() {
        Peer alice = attend("alice");
        Peer bob = attend("bob");
        chat.pass(Duration.ofSeconds(3));
        post("hi");
        bob.takeAll();
        storage.batches.clear();

        alice.ok("mark", ROOM + ",\"read\":1");
        alice.ok("typing", ROOM + ",\"on\":true");

        assertThat(storage.batches).isEmpty();
        assertThat(bob.takeAll()).isEmpty();
    }

    @Test
    void staffsMarkIsToldToItsOwnSessionsAlone() {
        Peer alice = attend("alice");
        Peer owner = chat.signIn("owner");
        Peer second = chat.signIn("owner");
        post("hi");
        chat.pass(Duration.ofSeconds(3));
        alice.takeAll();
        second.takeAll();

        owner.ok("mark", ROOM + ",\"read\":1");

        assertThat(second.take("signal")).hasSize(1);
        assertThat(alice.take("signal")).isEmpty();
        assertThat(owner.ok("room.get", ROOM)
                        .getAsJsonObject("room")
                        .get("unread")
                        .getAsInt())
                .isZero();
    }

    @Test
    void attendingTogetherIsNotSharingARoom() {
        Peer alice = attend("alice");
        attend("bob");

        JsonObject seen = alice.ok("presence", "\"users\":[\"bob\"]")
                .getAsJsonArray("presence")
                .get(0)
                .getAsJsonObject();

        assertThat(seen.get("state").getAsString()).isEqualTo("offline");
    }
}
