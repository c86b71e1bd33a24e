package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.hook.BeforeSend;
import io.imbed.hook.Verdict;
import io.imbed.protocol.BanView;
import io.imbed.protocol.Role;
import io.imbed.spi.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may not speak, who may not be here, for how long, and that there is no way around it. */
class MuteAndBanTest {
    private final List<Object> askedToSend = new ArrayList<>();
    private final Chat chat = Chat.open(
            storage(),
            builder -> builder.limits(Chat.unhurried()).on(BeforeSend.class, attempt -> {
                askedToSend.add(attempt);
                return Verdict.allow();
            }));
    private Peer alice;
    private Peer bob;
    private Peer carol;

    Storage storage() {
        return MemoryStorage.create();
    }

    /** A channel {@code r} with alice, its owner, and bob and carol. */
    @BeforeEach
    void open() {
        chat.done(chat.server.rooms().create(NewRoom.channel("r").owner("alice").members("bob", "carol")));
        alice = chat.signIn("alice");
        bob = chat.signIn("bob");
        carol = chat.signIn("carol");
    }

    @AfterEach
    void close() {
        chat.close();
    }

    private static String room(String rest) {
        return "\"room\":\"r\"" + rest;
    }

    private static String user(String user) {
        return room(",\"user\":\"" + user + "\"");
    }

    private List<String> members() {
        return chat.done(chat.server.rooms().members("r", null, 100)).stream()
                .map(member -> member.user() + " " + member.role())
                .toList();
    }

    private long now() {
        return chat.env.clock().millis();
    }

    private JsonObject view(Peer peer) {
        return peer.ok("room.get", room("")).getAsJsonObject("room");
    }

    @Test
    void mutedMemberReadsMarksAndLeavesButSaysNothing() {
        bob.sendText("r", "c0", "before");
        askedToSend.clear();

        alice.ok("mute", user("bob") + ",\"ms\":60000,\"reason\":\"too loud\"");

        JsonObject refusal = bob.sendText("r", "c1", "me again");
        assertThat(Peer.code(refusal)).isEqualTo("FORBIDDEN");
        assertThat(Peer.message(refusal)).contains("muted", "until 2026-01-01T00:01:00Z");
        assertThat(bob.refused("edit", room(",\"seq\":1,\"content\":{\"type\":\"text\",\"text\":\"x\"}")))
                .isEqualTo("FORBIDDEN");
        carol.takeAll();
        assertThat(bob.refused("typing", room(",\"on\":true"))).isEqualTo("FORBIDDEN");
        assertThat(carol.take("signal")).isEmpty();
        assertThat(askedToSend).isEmpty();
        bob.ok("history", room(""));
        bob.ok("mark", room(",\"read\":1"));
        bob.ok("leave", room(""));
    }

    @Test
    void muteIsSeenByAllAndInTheViewOfTheMuted() {
        alice.ok("mute", user("bob") + ",\"ms\":60000,\"reason\":\"too loud\"");

        JsonObject event = carol.takeEvents().get(0);
        assertThat(event.get("type").getAsString()).isEqualTo("muted");
        assertThat(event.get("user").getAsString()).isEqualTo("bob");
        assertThat(event.get("until").getAsLong()).isEqualTo(now() + 60_000);
        assertThat(event.get("reason").getAsString()).isEqualTo("too loud");
        assertThat(view(bob).get("mutedUntil").getAsLong()).isEqualTo(now() + 60_000);
        assertThat(view(carol).has("mutedUntil")).isFalse();
        JsonObject row = carol.ok("members", room(",\"after\":\"alice\",\"limit\":1"))
                .getAsJsonArray("members")
                .get(0)
                .getAsJsonObject();
        assertThat(row.get("mutedUntil").getAsLong()).isEqualTo(now() + 60_000);
    }

    @Test
    void muteEndsByItselfAtItsTimeAndNotBefore() {
        alice.ok("mute", user("bob") + ",\"ms\":60000");
        chat.pass(Duration.ofMillis(59_999));
        assertThat(Peer.code(bob.sendText("r", "c1", "now?"))).isEqualTo("FORBIDDEN");

        chat.pass(Duration.ofMillis(1));

        assertThat(bob.sendText("r", "c2", "now!").has("seq")).isTrue();
        bob.ok("typing", room(",\"on\":true"));
        carol.takeEvents();
        alice.ok("unmute", user("bob"));
        assertThat(carol.takeEvents()).as("it had ended").isEmpty();
    }

    @Test
    void muteForGoodIsOneEventHoweverOftenItIsSaid() {
        alice.ok("mute", user("bob"));
        alice.ok("mute", user("bob"));
        chat.pass(Duration.ofDays(1));

        List<JsonObject> events = carol.takeEvents();
        assertThat(events).hasSize(1);
        assertThat(events.get(0).has("until")).isFalse();
        bob = chat.signIn("bob");
        assertThat(Peer.message(bob.sendText("r", "c1", "x"))).contains("for good");
        assertThat(view(bob).get("mutedUntil").getAsLong()).isEqualTo((1L << 53) - 1);
        alice = chat.signIn("alice");
        alice.ok("unmute", user("bob"));
        alice.ok("unmute", user("bob"));
        assertThat(bob.sendText("r", "c1", "at last").has("seq")).isTrue();
        assertThat(Peer.texts(alice.takeEvents())).containsExactly("at last");
    }

    @Test
    void leavingAndComingBackDoesNotEndAMute() {
        alice.ok("mute", user("bob") + ",\"ms\":60000");

        bob.post("leave", room(""));
        bob.post("join", room(""));
        int said = bob.postText("r", "c1", "ha!");
        chat.env.runAll();
        assertThat(Peer.code(bob.reply(said))).isEqualTo("FORBIDDEN");
        bob.ok("leave", room(""));
        chat.pass(Duration.ofSeconds(1));
        bob.ok("join", room(""));
        assertThat(Peer.code(bob.sendText("r", "c2", "ha!"))).isEqualTo("FORBIDDEN");
        alice.ok("kick", user("bob"));
        alice.ok("invite", user("bob"));
        assertThat(Peer.code(bob.sendText("r", "c3", "ha!"))).isEqualTo("FORBIDDEN");

        chat.pass(Duration.ofSeconds(59));
        assertThat(bob.sendText("r", "c4", "sorry").has("seq")).isTrue();
    }

    @Test
    void muteOfSomebodyWhoHasGoneIsLiftedToo() {
        alice.ok("mute", user("bob"));
        bob.ok("leave", room(""));

        alice.ok("unmute", user("bob"));

        bob.ok("join", room(""));
        assertThat(bob.sendText("r", "c1", "hi").has("seq")).isTrue();
        assertThat(alice.refused("mute", user("stranger"))).isEqualTo("NOT_FOUND");
        assertThat(alice.refused("unmute", user("stranger"))).isEqualTo("NOT_FOUND");
    }

    @Test
    void sendBehindAMuteInTheSameBatchIsRefusedAndARepeatOfAnEarlierOneIsNot() {
        JsonObject first = bob.sendText("r", "c1", "hi");
        for (int i = 0; i < 300; i++) bob.postText("r", "other" + i, "m"); // out of the lane's memory
        chat.env.runAll();

        alice.post("mute", user("bob"));
        int late = bob.postText("r", "c2", "late");
        chat.env.runAll();

        assertThat(Peer.code(bob.reply(late))).isEqualTo("FORBIDDEN");
        JsonObject repeat = bob.sendText("r", "c1", "hi");
        assertThat(repeat.get("dup").getAsBoolean()).isTrue();
        assertThat(repeat.get("seq")).isEqualTo(first.get("seq"));
    }

    @Test
    void bannedMemberGetsEverythingUpToTheBanAndCannotComeBack() {
        alice.sendText("r", "c1", "before");
        bob.takeAll();

        alice.ok("ban", user("bob") + ",\"reason\":\"spam\"");
        alice.sendText("r", "c2", "after");

        List<JsonObject> told = bob.takeAll();
        assertThat(told).extracting(frame -> frame.get("ev").getAsString()).containsExactly("event", "gone");
        assertThat(told.get(0).get("type").getAsString()).isEqualTo("banned");
        assertThat(told.get(0).get("reason").getAsString()).isEqualTo("spam");
        assertThat(members()).containsExactly("alice OWNER", "carol MEMBER");
        JsonObject refusal = bob.ask("join", room(""));
        assertThat(Peer.code(refusal)).isEqualTo("FORBIDDEN");
        assertThat(Peer.message(refusal)).contains("banned", "for good");
        assertThat(alice.refused("invite", user("bob"))).isEqualTo("FORBIDDEN");
        assertThatThrownBy(() -> chat.done(chat.server.rooms().invite("r", "bob", Role.MEMBER)))
                .hasMessageContaining("banned");
        assertThat(Peer.code(bob.sendText("r", "c3", "x"))).isEqualTo("FORBIDDEN");
        alice.ok("unban", user("bob"));
        alice.ok("unban", user("bob"));
        bob.ok("join", room(""));
    }

    @Test
    void joinBehindABanInTheSameBatchIsRefused() {
        Peer eve = chat.signIn("eve");

        alice.post("ban", user("eve"));
        int join = eve.post("join", room(""));
        chat.env.runAll();

        assertThat(Peer.code(eve.reply(join))).isEqualTo("FORBIDDEN");
        assertThat(eve.takeAll()).isEmpty();
    }

    @Test
    void banEndsByItselfAtItsTimeAndLeavesNothing() {
        alice.ok("ban", user("bob") + ",\"ms\":1000");
        chat.pass(Duration.ofMillis(999));
        assertThat(bob.refused("join", room(""))).isEqualTo("FORBIDDEN");

        chat.pass(Duration.ofMillis(1));

        assertThat(alice.ok("bans", room("")).getAsJsonArray("bans")).isEmpty();
        bob.ok("join", room(""));
        carol.takeEvents();
        alice.ok("unban", user("bob"));
        assertThat(carol.takeEvents()).isEmpty();
    }

    @Test
    void muteOutlivesABan() {
        alice.ok("mute", user("bob"));
        alice.ok("ban", user("bob") + ",\"ms\":1000");
        chat.pass(Duration.ofSeconds(1));

        bob.ok("join", room(""));

        assertThat(Peer.code(bob.sendText("r", "c1", "x"))).isEqualTo("FORBIDDEN");
    }

    @Test
    void bansComeInPagesForModeratorsAlone() {
        alice.ok("ban", user("bob") + ",\"ms\":5000,\"reason\":\"spam\"");
        chat.done(chat.server.rooms().ban("r", "eve", null, null));
        chat.done(chat.server.rooms().ban("r", "adam", Duration.ofSeconds(9), "rude"));

        JsonObject page = alice.ok("bans", room(",\"limit\":2"));

        assertThat(page.getAsJsonArray("bans"))
                .extracting(ban -> ban.getAsJsonObject().get("user").getAsString())
                .containsExactly("adam", "bob");
        assertThat(page.get("more").getAsBoolean()).isTrue();
        JsonObject rest = alice.ok("bans", room(",\"limit\":2,\"after\":\"bob\""));
        assertThat(rest.getAsJsonArray("bans").get(0).toString())
                .isEqualTo("{\"user\":\"eve\",\"by\":\"~system\",\"at\":" + now() + "}");
        assertThat(rest.get("more").getAsBoolean()).isFalse();
        assertThat(carol.refused("bans", room(""))).isEqualTo("FORBIDDEN");
        assertThat(chat.done(chat.server.rooms().bans("r", null, 100)))
                .extracting(BanView::user)
                .containsExactly("adam", "bob", "eve");
    }

    @Test
    void pageThatEndsWithTheLastBanSaysThatNoneFollows() {
        alice.ok("ban", user("bob"));

        JsonObject page = alice.ok("bans", room(",\"limit\":1"));

        assertThat(page.getAsJsonArray("bans")).hasSize(1);
        assertThat(page.get("more").getAsBoolean()).isFalse();
    }

    @Test
    void ranksHoldForMutesAndBansAndNobodyMutesOneself() {
        chat.done(chat.server.rooms().role("r", "bob", Role.ADMIN));
        chat.done(chat.server.rooms().role("r", "carol", Role.ADMIN));

        for (String op : List.of("mute", "unmute", "ban")) {
            assertThat(bob.refused(op, user("carol"))).as(op).isEqualTo("FORBIDDEN");
            assertThat(bob.refused(op, user("alice"))).as(op).isEqualTo("FORBIDDEN");
            assertThat(bob.refused(op, user("bob"))).as(op).isEqualTo("FORBIDDEN");
        }
        alice.ok("mute", user("bob"));
        assertThat(bob.refused("unmute", user("bob"))).isEqualTo("FORBIDDEN");
        assertThat(carol.refused("unmute", user("bob"))).isEqualTo("FORBIDDEN");
        alice.ok("ban", user("carol"));
        assertThat(members()).containsExactly("alice OWNER", "bob ADMIN");
    }

    @Test
    void lastOwnerBannedByTheHostIsSucceeded() {
        chat.done(chat.server.rooms().ban("r", "alice", null, null));

        assertThat(members()).containsExactly("bob OWNER", "carol MEMBER");
    }

    @Test
    void hostsMistakesFailTheStage() {
        assertThatThrownBy(() -> chat.done(chat.server.rooms().mute("r", "bob", Duration.ZERO, null)))
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> chat.done(chat.server.rooms().ban("r", "bob", null, "x".repeat(201))))
                .hasCauseInstanceOf(IllegalArgumentException.class);
        chat.done(chat.server.rooms().mute("r", "bob", Duration.ofSeconds(Long.MAX_VALUE), null));
        assertThat(view(bob).get("mutedUntil").getAsLong()).isEqualTo((1L << 53) - 1);
    }
}
