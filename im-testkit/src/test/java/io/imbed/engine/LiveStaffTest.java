package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.NewRoom;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.MemberView;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Role;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import io.imbed.spi.Restraint;
import io.imbed.spi.RoomState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who runs a LIVE room is a member as anywhere else, and has power over whoever attends. */
class LiveStaffTest {
    private static final String ROOM = "\"room\":\"live\"";
    private static final String ALICE = ROOM + ",\"user\":\"alice\"";

    private final TroubledStorage storage = new TroubledStorage();
    private final Chat chat = Chat.open(storage, builder -> builder.limits(Chat.unhurried()));
    private Peer owner;

    @BeforeEach
    void make() {
        chat.done(chat.server.rooms().create(NewRoom.live("live").owner("owner")));
        owner = chat.signIn("owner");
    }

    @AfterEach
    void close() {
        storage.releaseAppends();
        chat.close();
    }

    private Peer attend(String user) {
        Peer peer = chat.signIn(user);
        peer.ok("join", ROOM);
        peer.takeAll();
        return peer;
    }

    private List<String> staff() {
        return chat.done(chat.server.rooms().members("live", null, 10)).stream()
                .map(MemberView::user)
                .toList();
    }

    private static List<String> types(List<JsonObject> events) {
        return events.stream().map(event -> event.get("type").getAsString()).toList();
    }

    private void post(String text) {
        chat.done(chat.server.rooms().send("live", Draft.text(text)));
    }

    @Test
    void ownerHasTheRoomInItsListAndFollowsWithoutJoining() {
        JsonObject room =
                owner.ok("room.list", "").getAsJsonArray("rooms").get(0).getAsJsonObject();
        post("hi");

        assertThat(room.get("role").getAsString()).isEqualTo("owner");
        assertThat(room.get("members").getAsInt()).isEqualTo(1);
        assertThat(Peer.texts(owner.takeEvents())).containsExactly("hi");
    }

    @Test
    void clientMakesALiveRoomUnderAWishedIdAndOwnsIt() {
        Peer alice = chat.signIn("alice");

        JsonObject made = alice.ok("room.create", "\"kind\":\"LIVE\",\"room\":\"show\",\"title\":\"Show\"")
                .getAsJsonObject("room");
        JsonObject unnamed =
                alice.ok("room.create", "\"kind\":\"LIVE\",\"cid\":\"c1\"").getAsJsonObject("room");

        assertThat(made.get("id").getAsString()).isEqualTo("show");
        assertThat(made.get("role").getAsString()).isEqualTo("owner");
        assertThat(unnamed.get("id").getAsString()).startsWith("l.");
        assertThat(alice.ok("room.create", "\"kind\":\"CHANNEL\",\"cid\":\"c1\"")
                        .has("room"))
                .isTrue();
        assertThat(alice.refused("room.create", "\"kind\":\"LIVE\",\"room\":\"l.x\""))
                .isEqualTo("BAD_REQUEST");
        assertThat(alice.refused("room.create", "\"kind\":\"LIVE\",\"members\":[\"bob\"]"))
                .isEqualTo("BAD_REQUEST");
    }

    @Test
    void banEndsTheAttendanceOfAllTheUsersSessionsAndKeepsItOut() {
        Peer phone = attend("alice");
        Peer laptop = attend("alice");

        owner.ok("ban", ALICE + ",\"ms\":60000");
        post("after");

        for (Peer each : List.of(phone, laptop)) {
            assertThat(types(each.takeEvents())).containsExactly("banned");
            assertThat(each.take("gone")).hasSize(1);
            assertThat(Peer.code(each.sendText("live", "c1", "hi"))).isEqualTo("FORBIDDEN");
            assertThat(each.refused("join", ROOM)).isEqualTo("FORBIDDEN");
        }
        assertThat(types(owner.takeEvents())).containsExactly("banned", "message");
        chat.pass(Duration.ofSeconds(61));
        phone.ok("join", ROOM);
    }

    @Test
    void kickEndsTheAttendanceAndItMayComeBack() {
        Peer phone = attend("alice");
        Peer laptop = attend("alice");

        owner.ok("kick", ALICE);
        owner.ok("kick", ALICE);
        laptop.ok("join", ROOM);
        post("after");

        assertThat(types(phone.takeEvents())).containsExactly("kicked");
        assertThat(phone.take("gone")).hasSize(1);
        assertThat(types(laptop.takeEvents())).containsExactly("kicked", "message");
        assertThat(types(owner.takeEvents())).containsExactly("kicked", "message");
    }

    @Test
    void whatIsSentBehindAKickInTheSameBatchIsRefused() {
        Peer alice = attend("alice");
        storage.holdAppends();
        owner.postText("live", "c0", "first");
        chat.env.runAll();
        owner.post("kick", ALICE);
        int send = alice.postText("live", "c1", "hi");
        int rejoined = alice.post("join", ROOM);
        chat.env.runAll();

        storage.releaseAppends();
        chat.env.runAll();

        assertThat(Peer.code(alice.reply(send))).isEqualTo("FORBIDDEN");
        assertThat(alice.reply(rejoined).has("error")).isFalse();
        assertThat(types(alice.takeEvents())).containsExactly("message", "kicked");
        assertThat(alice.sendText("live", "c2", "back").has("seq")).isTrue();
    }

    @Test
    void mutedAttendeeMayReadAndNotSpeakAlsoWhenItComesBack() {
        Peer alice = attend("alice");
        assertThat(alice.sendText("live", "c0", "hi").has("seq")).isTrue();

        owner.ok("mute", ALICE + ",\"ms\":60000,\"reason\":\"loud\"");
        owner.ok("mute", ALICE + ",\"ms\":60000,\"reason\":\"loud\"");

        assertThat(Peer.code(alice.sendText("live", "c1", "hi"))).isEqualTo("FORBIDDEN");
        assertThat(alice.refused("typing", ROOM + ",\"on\":true")).isEqualTo("FORBIDDEN");
        assertThat(alice.ok("room.get", ROOM).getAsJsonObject("room").has("mutedUntil"))
                .isTrue();
        alice.ok("history", ROOM);
        alice.ok("leave", ROOM);
        alice.ok("join", ROOM);
        assertThat(Peer.code(alice.sendText("live", "c2", "hi"))).isEqualTo("FORBIDDEN");
        assertThat(types(owner.takeEvents())).containsExactly("message", "muted");
        chat.pass(Duration.ofSeconds(61));
        assertThat(alice.sendText("live", "c3", "hi").has("seq")).isTrue();
    }

    @Test
    void unmutedAttendeeMaySpeakAgain() {
        Peer alice = attend("alice");
        owner.ok("unmute", ALICE);
        owner.ok("mute", ALICE);
        owner.ok("mute", ALICE);
        assertThat(Peer.code(alice.sendText("live", "c1", "hi"))).isEqualTo("FORBIDDEN");

        owner.ok("unmute", ALICE);

        assertThat(alice.sendText("live", "c2", "hi").has("seq")).isTrue();
        assertThat(types(owner.takeEvents())).containsExactly("muted", "unmuted", "message");
        assertThat(owner.refused("mute", ROOM + ",\"user\":\"nobody\"")).isEqualTo("NOT_FOUND");
    }

    @Test
    void whatIsSentBehindAMuteInTheSameBatchIsRefused() {
        Peer alice = attend("alice");
        assertThat(alice.sendText("live", "c0", "known by now").has("seq")).isTrue();
        storage.holdAppends();
        owner.postText("live", "c1", "first");
        chat.env.runAll();
        owner.post("mute", ALICE);
        int send = alice.postText("live", "c2", "hi");
        chat.env.runAll();

        storage.releaseAppends();
        chat.env.runAll();

        assertThat(Peer.code(alice.reply(send))).isEqualTo("FORBIDDEN");
    }

    @Test
    void muteFromAnotherNodeHoldsAsSoonAsThisOneHearsOfIt() {
        Peer alice = attend("alice");
        assertThat(alice.sendText("live", "c1", "known not to be muted").has("seq"))
                .isTrue();
        RoomState state = storage.room("live");
        Instant now = chat.env.clock().instant();
        Restraint mute = new Restraint("live", "alice", Restraint.Kind.MUTE, "owner", now, Restraint.FOR_EVER, null);
        storage.store(new Entry(
                "live",
                new Guard.At(state.epoch(), state.policy()),
                now,
                "owner",
                List.of(new Change.Restrain(mute)),
                List.of(new EventBody.Muted("alice", null, null))));

        assertThat(Peer.code(alice.sendText("live", "c2", "hi"))).isEqualTo("FORBIDDEN");
    }

    @Test
    void attendeeThatTheOwnerPromotesIsStoredAndFollowsWithAllItsSessions() {
        Peer alice = attend("alice");
        Peer elsewhere = chat.signIn("alice");
        owner.ok("mute", ALICE + ",\"ms\":60000");

        owner.ok("role", ALICE + ",\"role\":\"admin\"");

        assertThat(staff()).containsExactly("alice", "owner");
        assertThat(elsewhere
                        .take("room")
                        .get(0)
                        .getAsJsonObject("room")
                        .get("role")
                        .getAsString())
                .isEqualTo("admin");
        assertThat(alice.take("room")).isEmpty();
        assertThat(types(alice.takeEvents())).containsExactly("muted", "role");
        assertThat(Peer.code(alice.sendText("live", "c1", "hi"))).isEqualTo("FORBIDDEN");
        Peer bob = attend("bob");
        alice.ok("kick", ROOM + ",\"user\":\"bob\"");
        assertThat(bob.take("gone")).hasSize(1);
        assertThat(owner.refused("role", ROOM + ",\"user\":\"bob\",\"role\":\"admin\""))
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void staffThatBecomesPlainIsRemovedAndItsSessionsGoOnAsAttendees() {
        Peer alice = attend("alice");
        owner.ok("role", ALICE + ",\"role\":\"admin\"");
        owner.ok("mute", ALICE + ",\"ms\":60000");
        alice.takeAll();

        owner.ok("role", ALICE + ",\"role\":\"member\"");
        post("after");

        assertThat(staff()).containsExactly("owner");
        assertThat(types(alice.takeEvents())).containsExactly("role", "message");
        assertThat(alice.refused("kick", ROOM + ",\"user\":\"bob\"")).isEqualTo("FORBIDDEN");
        assertThat(Peer.code(alice.sendText("live", "c1", "muted still"))).isEqualTo("FORBIDDEN");
        owner.ok("unmute", ALICE);
        assertThat(alice.sendText("live", "c2", "hi").has("seq")).isTrue();
        assertThat(chat.signIn("alice").ok("room.list", "").getAsJsonArray("rooms"))
                .isEmpty();
    }

    @Test
    void hostMakesStaffOfAnybodyButNoPlainMembers() {
        Peer alice = chat.signIn("alice");
        chat.done(chat.server.rooms().invite("live", "alice", Role.ADMIN));

        assertThat(alice.take("room")).hasSize(1);
        assertThat(staff()).containsExactly("alice", "owner");
        Assertions.assertThatThrownBy(() -> chat.done(chat.server.rooms().invite("live", "bob", Role.MEMBER)))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        RefusedException.class, no -> assertThat(no.code()).isEqualTo(ErrorCode.FORBIDDEN));
    }

    @Test
    void ownerThatLeavesIsSucceededByAnAdminAndByNoAttendee() {
        attend("bob");
        chat.done(chat.server.rooms().invite("live", "alice", Role.ADMIN));

        owner.ok("leave", ROOM);

        assertThat(staff()).containsExactly("alice");
        assertThat(owner.take("gone")).hasSize(1);
        assertThat(owner.refused("history", ROOM)).isEqualTo("FORBIDDEN");
    }

    @Test
    void attendeesAreToldWhenTheRoomEnds() {
        Peer alice = attend("alice");

        owner.ok("room.delete", ROOM);

        assertThat(alice.take("gone")).hasSize(1);
        assertThat(alice.refused("join", ROOM)).isEqualTo("NOT_FOUND");
    }

    @Test
    void whoComesBackWithinTheTimeLearnsHowManyFollow() {
        attend("alice");
        chat.pass(Duration.ofSeconds(3));

        owner.connection.cut();
        Peer back = chat.signIn("owner"); // and is told a number that does not hold itself
        chat.pass(Duration.ofSeconds(3));

        assertThat(back.take("signal"))
                .extracting(each -> each.get("count").getAsInt())
                .containsExactly(2);
    }

    @Test
    void whoIsMadeOneOfThoseWhoRunItSeesAsFarBackAsBefore() {
        Peer alice = attend("alice");
        chat.done(chat.server.rooms().send("live", Draft.text("one")));
        owner.ok("room.update", ROOM + ",\"settings\":{\"history\":\"joined\"}");
        Peer bob = attend("bob");

        owner.ok("role", ALICE + ",\"role\":\"admin\"");
        chat.done(chat.server.rooms().invite("live", "bob", Role.ADMIN));
        alice.takeAll();
        bob.takeAll();
        owner.ok("react", ROOM + ",\"seq\":1,\"key\":\"+1\",\"on\":true");

        assertThat(types(alice.takeEvents())).containsExactly("reaction");
        assertThat(alice.ok("history", ROOM).getAsJsonArray("messages")).hasSize(1);
        assertThat(types(bob.takeEvents())).containsExactly("hidden");
        assertThat(bob.ok("history", ROOM).getAsJsonArray("messages")).isEmpty();
        owner.ok("role", ALICE + ",\"role\":\"member\"");
        assertThat(alice.ok("history", ROOM).getAsJsonArray("messages")).hasSize(1);
    }
}
