package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.NewRoom;
import io.imbed.protocol.Message;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomSettings.History;
import io.imbed.protocol.SettingsPatch;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Moderators pin messages; members find them, and those alone that they may see. */
class PinsTest {
    private final TroubledStorage storage = new TroubledStorage();
    private final Chat chat = Chat.open(storage, builder -> builder.limits(Chat.unhurried()));
    private Peer alice;
    private Peer bob;

    @BeforeEach
    void open() {
        chat.done(chat.server.rooms().create(NewRoom.group("r").owner("alice").members("bob")));
        for (int i = 0; i < 3; i++) chat.done(chat.server.rooms().send("r", Draft.text("m" + i)));
        alice = chat.signIn("alice");
        bob = chat.signIn("bob");
    }

    @AfterEach
    void close() {
        storage.reads().release();
        chat.close();
    }

    private static String pin(long seq, boolean on) {
        return "\"room\":\"r\",\"seq\":" + seq + ",\"on\":" + on;
    }

    private static List<Long> pins(Peer peer) {
        JsonObject reply = peer.ok("pins", "\"room\":\"r\"");
        return reply.getAsJsonArray("messages").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .map(message -> message.get("seq").getAsLong())
                .toList();
    }

    @Test
    void pinnedMessageIsToldAndFound() {
        alice.ok("pin", pin(3, true));
        alice.ok("pin", pin(1, true));
        alice.ok("pin", pin(1, true));

        List<JsonObject> events = bob.takeEvents();
        assertThat(events).hasSize(2);
        assertThat(events.get(0).get("type").getAsString()).isEqualTo("pinned");
        assertThat(pins(bob)).containsExactly(1L, 3L);
        assertThat(bob.ok("history", "\"room\":\"r\"").toString()).contains("\"pinned\":true");

        alice.ok("pin", pin(3, false));
        alice.ok("pin", pin(3, false));
        assertThat(pins(bob)).containsExactly(1L);
        assertThat(bob.takeEvents()).hasSize(1);
        assertThat(chat.done(chat.server.rooms().pins("r")))
                .extracting(Message::seq)
                .containsExactly(1L);
    }

    @Test
    void membersAndOutsidersMayNot() {
        assertThat(bob.refused("pin", pin(1, true))).isEqualTo("FORBIDDEN");
        assertThat(chat.signIn("eve").refused("pins", "\"room\":\"r\"")).isEqualTo("NOT_FOUND");
        assertThat(alice.refused("pin", pin(9, true))).isEqualTo("NOT_FOUND");
    }

    @Test
    void recallUnpinsAndARecalledMessageIsNotPinned() {
        alice.ok("pin", pin(1, true));
        alice.ok("recall", "\"room\":\"r\",\"seq\":1");

        assertThat(pins(bob)).isEmpty();
        assertThat(Peer.message(alice.ask("pin", pin(1, true)))).isEqualTo("message 1 was recalled");
        alice.ok("pin", pin(1, false));
    }

    @Test
    void hundredAreTheMostAlsoInOneBatch() {
        for (int i = 0; i < 99; i++) {
            long seq = chat.done(chat.server.rooms().send("r", Draft.text("x"))).seq();
            chat.done(chat.server.rooms().pin("r", seq, true));
        }

        int last = alice.post("pin", pin(1, true));
        int oneTooMany = alice.post("pin", pin(2, true));
        chat.env.runAll();

        assertThat(alice.reply(last).has("error")).isFalse();
        JsonObject refused = alice.reply(oneTooMany);
        assertThat(Peer.code(refused)).isEqualTo("TOO_LARGE");
        assertThat(Peer.message(refused)).isEqualTo("room r has 100 pinned messages, limit 100");
        alice.ok("recall", "\"room\":\"r\",\"seq\":1");
        alice.ok("pin", pin(2, true));
        assertThatThrownBy(() -> chat.done(chat.server.rooms().pin("r", 3, true)))
                .hasMessageContaining("limit 100");
    }

    @Test
    void messagesOfThePastAreNotFoundAmongThePins() {
        chat.done(chat.server.rooms().configure("r", SettingsPatch.NONE.withHistory(History.JOINED)));
        chat.done(chat.server.rooms().pin("r", 2, true));
        chat.done(chat.server.rooms().invite("r", "carol", Role.MEMBER));
        chat.done(chat.server.rooms().send("r", Draft.text("new")));
        chat.done(chat.server.rooms().pin("r", 4, true));
        Peer carol = chat.signIn("carol");

        assertThat(pins(carol)).containsExactly(4L);
        assertThat(pins(bob)).containsExactly(2L, 4L);
        assertThat(carol.refused("react", "\"room\":\"r\",\"seq\":2,\"key\":\"a\",\"on\":true"))
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void whoIsRemovedWhilePinsAreReadGetsTheRefusal() {
        storage.reads().hold();
        int asked = bob.post("pins", "\"room\":\"r\"");
        chat.env.runAll();
        chat.server.rooms().kick("r", "bob");
        chat.env.runAll();
        storage.reads().release();
        chat.env.runAll();

        assertThat(Peer.code(bob.reply(asked))).isEqualTo("NOT_FOUND");
    }
}
