package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.NewRoom;
import io.imbed.hook.Offline;
import io.imbed.hook.Read;
import io.imbed.protocol.Message;
import io.imbed.protocol.Notify;
import io.imbed.protocol.OwnSettings;
import io.imbed.protocol.Role;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a member sets of a room for itself: on all its devices, seen by nobody else, obeyed by what concerns it. */
class OwnSettingsTest {
    private final List<String> pushed = new ArrayList<>();
    private final List<String> read = new ArrayList<>();
    private final Chat chat = Chat.open(
            new TroubledStorage(),
            builder -> builder.limits(Chat.unhurried())
                    .on(Offline.class, missed -> pushed.addAll(missed.users()))
                    .on(Read.class, mark -> read.add(mark.user() + " " + mark.seq())));
    private Peer alice;
    private Peer bob;

    @BeforeEach
    void open() {
        chat.done(chat.server.rooms().create(NewRoom.group("r").owner("alice").members("bob")));
        alice = chat.signIn("alice");
        bob = chat.signIn("bob");
    }

    @AfterEach
    void close() {
        chat.close();
    }

    private static String mine(String settings) {
        return "\"room\":\"r\",\"mine\":{" + settings + "}";
    }

    private static String shown(Peer peer) {
        JsonObject room = peer.ok("room.get", "\"room\":\"r\"").getAsJsonObject("room");
        return room.has("mine") ? room.get("mine").toString() : "default";
    }

    private static List<String> types(List<JsonObject> signals) {
        return signals.stream()
                .map(each -> each.get("type").getAsString() + " "
                        + each.get("user").getAsString() + " " + each.get("seq").getAsLong())
                .toList();
    }

    @Test
    void changeReachesOnesOwnDevicesAndNobodyElse() {
        Peer tablet = chat.signIn("bob");

        bob.ok("room.update", mine("\"notify\":\"mentions\""));
        bob.ok("room.update", mine("\"privateReading\":true"));
        bob.ok("room.update", mine("\"privateReading\":true"));

        List<JsonObject> told = tablet.take("signal");
        assertThat(told).hasSize(2);
        assertThat(told.get(1).toString())
                .isEqualTo("{\"ev\":\"signal\",\"room\":\"r\",\"type\":\"mine\","
                        + "\"mine\":{\"notify\":\"mentions\",\"privateReading\":true}}");
        assertThat(bob.take("signal")).hasSize(2);
        assertThat(alice.takeAll()).isEmpty();
        assertThat(shown(tablet)).isEqualTo("{\"notify\":\"mentions\",\"privateReading\":true}");
        assertThat(shown(alice)).isEqualTo("default");
        assertThat(chat.signIn("eve").refused("room.update", mine("\"hidden\":true")))
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void lastOfSeveralWaitsForASlowDevice() {
        Peer tablet = chat.signIn("bob");
        tablet.connection.stall();
        for (int i = 0; i < 400; i++) chat.done(chat.server.rooms().send("r", Draft.text("x".repeat(8_000))));
        bob.ok("room.update", mine("\"notify\":\"nothing\""));
        bob.ok("room.update", mine("\"notify\":\"mentions\""));
        bob.ok("mark", "\"room\":\"r\",\"read\":7");
        bob.ok("mark", "\"room\":\"r\",\"read\":9");
        tablet.connection.resume();

        List<JsonObject> told = tablet.take("signal");

        assertThat(told.toString()).contains("\"notify\":\"mentions\"").doesNotContain("nothing");
        assertThat(told.toString()).contains("\"seq\":9").doesNotContain("\"seq\":7");
    }

    @Test
    void hiddenRoomComesBackWithTheNextMessage() {
        bob.ok("room.update", mine("\"hidden\":true"));
        assertThat(shown(bob)).isEqualTo("{\"hidden\":true}");

        chat.done(chat.server.rooms().send("r", Draft.text("hello")));

        assertThat(shown(bob)).isEqualTo("default");
        bob.ok("room.update", mine("\"hidden\":true"));
        bob.ok("room.update", mine("\"hidden\":false"));
        assertThat(shown(bob)).isEqualTo("default");
    }

    @Test
    void newMembershipBeginsWithTheDefaults() {
        bob.ok("room.update", mine("\"notify\":\"nothing\""));
        bob.ok("leave", "\"room\":\"r\"");
        chat.done(chat.server.rooms().invite("r", "bob", Role.MEMBER));

        assertThat(shown(bob)).isEqualTo("default");
    }

    @Test
    void directRoomTakesThemToo() {
        String room = bob.ok("room.create", "\"kind\":\"DIRECT\",\"user\":\"alice\"")
                .getAsJsonObject("room")
                .get("id")
                .getAsString();

        bob.ok("room.update", "\"room\":\"" + room + "\",\"mine\":{\"hidden\":true}");

        assertThat(bob.ok("room.list", "").toString()).contains("\"hidden\":true");
    }

    @Test
    void privateReadingIsToldToOnesOwnDevicesAlone() {
        Peer tablet = chat.signIn("bob");
        chat.done(chat.server.rooms().send("r", Draft.text("1")));
        bob.ok("room.update", mine("\"privateReading\":true"));
        for (Peer each : List.of(alice, bob, tablet)) each.takeAll();

        bob.ok("mark", "\"room\":\"r\",\"read\":1");

        assertThat(types(tablet.take("signal"))).containsExactly("read bob 1");
        assertThat(types(alice.take("signal"))).containsExactly("delivered bob 1");
        assertThat(read).as("the host is told").containsExactly("bob 1");
        assertThat(alice.ok("members", "\"room\":\"r\"").toString())
                .contains("\"user\":\"alice\",\"name\":\"alice\",\"role\":\"owner\",\"online\":true,\"read\":0")
                .doesNotContain("\"read\":1");
        assertThat(bob.ok("members", "\"room\":\"r\"").toString()).contains("\"read\":1");
    }

    @Test
    void ownMessageIsNoNewsToOthersWhenItIsReadInPrivate() {
        bob.ok("room.update", mine("\"privateReading\":true"));
        bob.ok("send", "\"room\":\"r\",\"cid\":\"c\",\"content\":{\"type\":\"text\",\"text\":\"x\"}");
        for (Peer each : List.of(alice, bob)) each.takeAll();

        bob.ok("mark", "\"room\":\"r\",\"read\":1");

        assertThat(alice.take("signal")).isEmpty();
    }

    @Test
    void pushObeysWhatTheMemberWants() {
        chat.done(chat.server.rooms().invite("r", "all", Role.MEMBER));
        chat.done(chat.server.rooms().invite("r", "some", Role.MEMBER));
        chat.done(chat.server.rooms().invite("r", "none", Role.MEMBER));
        prefer("some", OwnSettings.Patch.NONE.withNotifications(Notify.MENTIONS));
        prefer("none", OwnSettings.Patch.NONE.withNotifications(Notify.NOTHING));

        chat.done(chat.server.rooms().send("r", Draft.text("x")));
        assertThat(pushed).containsExactly("all");
        pushed.clear();
        chat.done(chat.server.rooms().send("r", Draft.text("x").withMentions(List.of("some", "none"))));
        assertThat(pushed).containsExactly("all", "some");
        pushed.clear();
        chat.done(chat.server.rooms().send("r", Draft.text("x").withMentions(List.of(Message.ALL))));
        assertThat(pushed).containsExactly("all", "some");
    }

    private void prefer(String user, OwnSettings.Patch patch) {
        chat.done(chat.server.rooms().prefer("r", user, patch));
    }

    @Test
    void hostChangesThoseOfMembersAlone() {
        prefer("bob", OwnSettings.Patch.NONE.withHidden(true));

        assertThat(bob.take("signal")).hasSize(1);
        assertThatThrownBy(() -> prefer("eve", OwnSettings.Patch.NONE.withHidden(true)))
                .hasMessageContaining("user eve is not a member of room r");
    }
}
