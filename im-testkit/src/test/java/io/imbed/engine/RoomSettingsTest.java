package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.NewRoom;
import io.imbed.hook.BeforeCreateRoom;
import io.imbed.hook.BeforeUpdateRoom;
import io.imbed.hook.RoomUpdated;
import io.imbed.hook.Verdict;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomSettings;
import io.imbed.protocol.SettingsPatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What can be done in a room follows from its settings: presets of its kind, of the host, and its own. */
class RoomSettingsTest {
    private final TroubledStorage storage = new TroubledStorage();
    private final List<Object> heard = new ArrayList<>();
    private final Chat chat = Chat.open(
            storage,
            builder -> builder.limits(Chat.unhurried())
                    .preset(RoomKind.DIRECT, SettingsPatch.NONE.withRecallMs(1_000))
                    .on(BeforeCreateRoom.class, attempt -> {
                        heard.add(attempt.room().settings());
                        return Verdict.allow();
                    })
                    .on(BeforeUpdateRoom.class, attempt -> {
                        heard.add(attempt.title() + " " + attempt.settings().slowMs());
                        return Verdict.allow();
                    })
                    .on(RoomUpdated.class, room -> heard.add(room.settings())));

    @AfterEach
    void close() {
        chat.close();
    }

    /** A group {@code r} of alice, who owns it, and bob; {@code settings} as on the wire. */
    private Peer[] group(String settings) {
        return room(NewRoom.group("r"), settings);
    }

    private Peer[] room(NewRoom room, String settings) {
        chat.done(chat.server.rooms().create(room.owner("alice").members("bob")));
        Peer alice = chat.signIn("alice");
        if (!settings.isEmpty()) set(alice, settings);
        Peer bob = chat.signIn("bob");
        return new Peer[] {alice, bob};
    }

    private static void set(Peer peer, String settings) {
        peer.ok("room.update", "\"room\":\"r\",\"settings\":{" + settings + "}");
        peer.takeAll();
    }

    private static JsonObject view(Peer peer) {
        return peer.ok("room.get", "\"room\":\"r\"").getAsJsonObject("room");
    }

    private static String refusal(Peer peer, String op, String arguments) {
        JsonObject reply = peer.ask(op, arguments);
        assertThat(reply.has("error")).as(reply.toString()).isTrue();
        return Peer.code(reply) + " " + Peer.message(reply);
    }

    private static String say(String cid) {
        return Peer.sendArguments("r", cid, "hi");
    }

    @Test
    void changeIsToldToAllOnceAndShownFromThenOn() {
        Peer[] both = group("");

        both[0].ok("room.update", "\"room\":\"r\",\"settings\":{\"slowMs\":5000,\"post\":\"member\"}");
        both[0].ok("room.update", "\"room\":\"r\",\"settings\":{\"slowMs\":5000}");

        List<JsonObject> events = both[1].takeEvents();
        assertThat(events).hasSize(1);
        assertThat(events.get(0).get("settings").toString()).isEqualTo("{\"slowMs\":5000}");
        assertThat(view(both[1]).get("settings").toString()).isEqualTo("{\"slowMs\":5000}");
        assertThat(heard).containsExactly(SettingsPatch.NONE, "null 5000", SettingsPatch.NONE.withSlowMs(5_000));
    }

    @Test
    void roomIsMadeWithItsSettings() {
        Peer alice = chat.signIn("alice");

        JsonObject made = alice.ok("room.create", "\"kind\":\"GROUP\",\"settings\":{\"history\":\"joined\",\"keep\":9}")
                .getAsJsonObject("room");

        assertThat(made.get("settings").toString()).isEqualTo("{\"history\":\"joined\",\"keep\":9}");
        assertThat(heard)
                .containsExactly(SettingsPatch.NONE
                        .withHistory(RoomSettings.History.JOINED)
                        .withKeep(9));
    }

    @Test
    void hostPresetsAKindAndConfiguresRoomsOfAnyKind() {
        Peer alice = chat.signIn("alice");
        String room = alice.ok("room.create", "\"kind\":\"DIRECT\",\"user\":\"bob\"")
                .getAsJsonObject("room")
                .get("id")
                .getAsString();
        assertThat(storage.room(room).row().settings().recallMs()).isEqualTo(1_000);

        chat.done(chat.server.rooms().configure(room, SettingsPatch.NONE.withRecallMs(2_000)));

        assertThat(storage.room(room).row().settings().recallMs()).isEqualTo(2_000);
        assertThat(alice.refused("room.update", "\"room\":\"" + room + "\",\"settings\":{\"recallMs\":1}"))
                .isEqualTo("FORBIDDEN");
        assertThatThrownBy(() -> chat.done(chat.server.rooms().configure("no", SettingsPatch.NONE.withKeep(1))))
                .hasMessageContaining("no room no");
    }

    @Test
    void whatAKindCannotHaveIsRefused() {
        Peer alice = group("")[0];
        String open = "\"settings\":{\"join\":\"open\"}";

        assertThat(refusal(alice, "room.update", "\"room\":\"r\"," + open))
                .isEqualTo("BAD_REQUEST settings.join is open; into a GROUP one is invited");
        assertThat(refusal(alice, "room.create", "\"kind\":\"GROUP\"," + open)).startsWith("BAD_REQUEST settings.join");
        assertThatThrownBy(() -> SettingsPatch.NONE.withSlowMs(-1)).hasMessage("slowMs is -1, must be 0 to 86400000");
    }

    @Test
    void whereAdminsPostMembersRead() {
        Peer[] both = group("\"post\":\"admin\"");

        assertThat(refusal(both[1], "send", say("c1")))
                .isEqualTo("FORBIDDEN you are member of room r; to post there takes admin");
        assertThat(both[1].refused("typing", "\"room\":\"r\",\"on\":true")).isEqualTo("FORBIDDEN");
        both[0].ok("send", say("c1"));
        both[1].ok("mark", "\"room\":\"r\",\"read\":1");
        chat.done(chat.server.rooms().role("r", "bob", Role.ADMIN));
        both[1].ok("send", say("c2"));
        set(both[0], "\"post\":\"owner\"");
        assertThat(both[1].refused("edit", "\"room\":\"r\",\"seq\":2,\"content\":{\"type\":\"text\",\"text\":\"x\"}"))
                .isEqualTo("FORBIDDEN");
        chat.done(chat.server.rooms().send("r", Draft.text("the host may")));
    }

    @Test
    void intoAClosedChannelOneIsInvited() {
        room(NewRoom.channel("r"), "\"join\":\"invited\"");
        Peer carol = chat.signIn("carol");

        assertThat(refusal(carol, "join", "\"room\":\"r\"")).isEqualTo("FORBIDDEN into channel r one is invited");

        chat.done(chat.server.rooms().invite("r", "carol", Role.MEMBER));
        carol.ok("send", say("c1"));
    }

    @Test
    void fullRoomTakesNobody() {
        Peer[] both = room(NewRoom.channel("r"), "\"maxMembers\":2");
        Peer carol = chat.signIn("carol");
        String full = "FORBIDDEN room r would have 3 members, limit 2";

        assertThat(refusal(carol, "join", "\"room\":\"r\"")).isEqualTo(full);
        assertThat(refusal(both[0], "invite", "\"room\":\"r\",\"user\":\"carol\""))
                .isEqualTo(full);
        assertThat(refusal(
                        carol, "room.create", "\"kind\":\"GROUP\",\"members\":[\"x\"],\"settings\":{\"maxMembers\":1}"))
                .contains("would have 2 members, limit 1");

        both[1].ok("leave", "\"room\":\"r\"");
        carol.ok("join", "\"room\":\"r\"");
    }

    @Test
    void recallIsGoodForAsLongAsTheRoomSays() {
        Peer bob = group("\"recallMs\":1000")[1];
        bob.ok("send", say("c1"));
        bob.ok("send", say("c2"));
        chat.pass(Duration.ofMillis(1_000));
        bob.ok("recall", "\"room\":\"r\",\"seq\":1");
        chat.pass(Duration.ofMillis(1));

        assertThat(refusal(bob, "recall", "\"room\":\"r\",\"seq\":2"))
                .isEqualTo("FORBIDDEN message 2 is 1001 ms old; its sender may recall it for 1000 ms");

        chat.done(chat.server.rooms().configure("r", SettingsPatch.NONE.withRecallMs(0)));
        bob.ok("send", say("c3"));
        assertThat(bob.refused("recall", "\"room\":\"r\",\"seq\":3")).isEqualTo("FORBIDDEN");
    }

    @Test
    void withoutReceiptsAndTypingOthersAreToldNothing() {
        Peer[] both = group("\"receipts\":false,\"typing\":false");
        both[0].ok("send", say("c1"));
        Peer phone = chat.signIn("bob");
        both[0].takeAll();

        both[1].ok("typing", "\"room\":\"r\",\"on\":true");
        both[1].ok("mark", "\"room\":\"r\",\"read\":1");

        assertThat(both[0].take("signal")).isEmpty();
        assertThat(phone.take("signal")).hasSize(1);
        assertThat(view(both[1]).get("unread").getAsLong()).isZero();
    }

    @Test
    void roomWithoutPresenceLetsOneSeeOneselfAlone() {
        Peer[] both = group("");
        String ask = "\"users\":[\"bob\"]";
        assertThat(both[0].ok("presence", ask).toString()).contains("online");

        set(both[0], "\"presence\":false");

        assertThat(both[0].ok("presence", ask).toString()).doesNotContain("online");
        assertThat(both[0].ok("members", "\"room\":\"r\"").getAsJsonArray("members"))
                .extracting(JsonElement::getAsJsonObject)
                .extracting(
                        each -> each.get("user").getAsString(),
                        each -> each.get("online").getAsBoolean())
                .containsExactly(tuple("alice", true), tuple("bob", false));
    }

    @Test
    void roomKeepsNoMoreMessagesThanItSays() {
        Peer alice = group("\"keep\":2")[0];
        for (int i = 0; i < 5; i++) alice.ok("send", say("c" + i));

        JsonObject page = alice.ok("history", "\"room\":\"r\"");

        assertThat(page.get("range").toString()).isEqualTo("[4,5]");
        assertThat(page.get("more").getAsBoolean()).isFalse();
    }
}
