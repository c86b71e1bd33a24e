package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.ImServer;
import io.imbed.MemoryStorage;
import io.imbed.hook.BeforeSend;
import io.imbed.hook.Verdict;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomSettings;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import io.imbed.spi.MemberRow;
import io.imbed.spi.RoomRow;
import io.imbed.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of two nodes when reads fail, changes are lost, and things happen at the worst moment. */
class NodeTroubleTest {
    private static final String REACT = "\"room\":\"r\",\"seq\":1,\"key\":\"ok\",\"on\":";

    private Nodes nodes = Nodes.open();

    @AfterEach
    void close() {
        nodes.close();
    }

    private void anew(MemoryStorage.Capacity capacity, Consumer<ImServer.Builder> settings) {
        nodes.close();
        nodes = Nodes.open(MemoryStorage.create(capacity), settings);
    }

    /** More changes at once than the feed keeps, in a room of their own. */
    private void loseChanges() {
        nodes.there.channel("busy");
        for (int i = 0; i < 11; i++) nodes.flood("busy", 1_000);
    }

    @Test
    void pollThatFailsIsTriedAgainAndCounted() {
        nodes.channel("r", "bob");
        Peer bob = nodes.here.signIn("bob");
        nodes.storage.polls().fail(2);

        nodes.say("r", "one");
        nodes.there.pass(Duration.ofMillis(500));
        assertThat(bob.takeEvents()).isEmpty();
        nodes.pass();

        assertThat(Peer.texts(bob.takeEvents())).containsExactly("one");
        assertThat(nodes.here.figures.counted("im.feed.failed", "")).isEqualTo(2);
    }

    @Test
    void nextPollWaitsForTheOneBefore() {
        nodes.storage.reads().hold();
        nodes.pass();
        int polls = nodes.storage.polls().count();

        nodes.there.pass(Duration.ofSeconds(5));

        assertThat(nodes.storage.polls().count()).isEqualTo(polls);
        nodes.storage.reads().release();
        nodes.pass();
        assertThat(nodes.storage.polls().count()).isGreaterThan(polls);
    }

    @Test
    void pollsEndWithTheServer() {
        nodes.here.close();
        int polls = nodes.storage.polls().count();

        nodes.there.pass(Duration.ofSeconds(5));

        assertThat(nodes.storage.polls().count()).isEqualTo(polls);
        nodes.there.channel("still", "alice");
    }

    @Test
    void intervalIsTheHostsToChoose() {
        anew(MemoryStorage.Capacity.defaults(), builder -> builder.pollInterval(Duration.ofSeconds(20)));
        int polls = nodes.storage.polls().count();

        nodes.there.pass(Duration.ofSeconds(60));

        assertThat(nodes.storage.polls().count() - polls).isEqualTo(3);
        assertThatThrownBy(() -> ImServer.builder(MemoryStorage.create()).pollInterval(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nodeThatHasLostChangesLooksAtEverythingAgain() {
        nodes.channel("r", "bob", "dave");
        nodes.channel("other", "erin");
        Peer bob = nodes.here.signIn("bob");
        Peer dave = nodes.here.signIn("dave");
        Peer carol = nodes.here.signIn("carol");
        nodes.storage.polls().fail(2);

        nodes.kick("r", "bob");
        nodes.say("r", "after");
        nodes.invite("other", "carol");
        loseChanges();
        nodes.pass();
        nodes.pass();

        assertThat(nodes.here.figures.counted("im.feed.lost", "")).isEqualTo(1);
        assertThat(bob.take("gone")).hasSize(1);
        assertThat(Peer.texts(bob.takeEvents())).isEmpty();
        assertThat(Peer.texts(dave.takeEvents())).containsExactly("after");
        assertThat(carol.take("room")).hasSize(1);
        nodes.say("other", "welcome");
        nodes.pass();
        assertThat(Peer.texts(carol.takeEvents())).containsExactly("welcome");
    }

    @Test
    void kickWhoseEventIsNotKeptEndsTheMembershipAllTheSame() {
        anew(MemoryStorage.Capacity.defaults().withEventsPerRoom(10), builder -> {});
        nodes.channel("r", "bob", "dave");
        Peer bob = nodes.here.signIn("bob");
        Peer dave = nodes.here.signIn("dave");

        nodes.kick("r", "bob");
        nodes.flood("r", 50);
        nodes.pass();
        bob.takeAll();
        dave.takeAll();
        nodes.say("r", "after");
        nodes.pass();

        assertThat(bob.takeAll()).isEmpty();
        assertThat(Peer.texts(dave.takeEvents())).containsExactly("after");
    }

    @Test
    void joinWhoseEventIsNotKeptIsFoundInTheRoomList() {
        anew(MemoryStorage.Capacity.defaults().withEventsPerRoom(10), builder -> {});
        nodes.channel("r", "alice");
        Peer carol = nodes.here.signIn("carol");

        nodes.invite("r", "carol");
        nodes.flood("r", 50);
        nodes.pass();
        nodes.pass();

        assertThat(carol.take("room")).hasSize(1);
    }

    @Test
    void whoeverIsKickedWhileItsAdmissionIsLookedUpIsGivenNothingOfBetween() {
        nodes.channel("r", "bob");
        Peer bob = nodes.here.signIn("bob");
        Peer carol = nodes.here.signIn("carol");
        nodes.invite("r", "carol");
        nodes.storage.reads().hold(TroubledReads.Kind.MEMBER);
        nodes.pass();

        nodes.kick("r", "carol");
        nodes.say("r", "behind its back");
        nodes.pass();
        nodes.invite("r", "carol"); // which is not noticed here before the answer
        nodes.storage.reads().release();
        nodes.pass();
        nodes.say("r", "welcome");
        nodes.pass();

        assertThat(Peer.texts(bob.takeEvents())).containsExactly("behind its back", "welcome");
        assertThat(Peer.texts(carol.takeEvents())).containsExactly("welcome");
    }

    @Test
    void repeatOfAMessageThatWasRecalledThereDoesNotAnswerItsContent() {
        anew(
                MemoryStorage.Capacity.defaults(),
                builder -> builder.on(BeforeSend.class, attempt -> Verdict.replace(Draft.text("a secret"))));
        nodes.channel("r", "bob");
        Peer bob = nodes.here.signIn("bob");
        assertThat(bob.sendText("r", "c1", "hello").toString()).contains("a secret");

        nodes.there.done(nodes.there.server.rooms().recall("r", 1));
        nodes.pass();

        JsonObject repeat = bob.sendText("r", "c1", "hello");
        assertThat(repeat.get("dup").getAsBoolean()).isTrue();
        assertThat(repeat.toString()).doesNotContain("a secret");
    }

    @Test
    void reactionThatWasTakenBackThereIsMadeAnewHere() {
        nodes.channel("r", "bob");
        Peer bob = nodes.here.signIn("bob");
        nodes.say("r", "what do you think?");
        nodes.storage.holdAnswers();
        int first = bob.post("react", REACT + "true");
        nodes.pass();
        nodes.there.done(nodes.there.server.rooms().react("r", 1, "bob", "ok", false));
        nodes.pass();

        int second = bob.post("react", REACT + "true");
        nodes.there.env.runAll();
        nodes.storage.releaseAppends();
        nodes.pass();

        assertThat(bob.reply(first).has("error")).isFalse();
        assertThat(bob.reply(second).has("error")).isFalse();
        assertThat(nodes.shared
                        .real()
                        .log()
                        .reactions("r", 1, "bob")
                        .toCompletableFuture()
                        .join())
                .containsExactly("ok");
    }

    @Test
    void eventsOfTheOtherNodeDoNotWaitBehindAnAppendThatWasOut() {
        nodes.channel("r", "alice", "bob");
        Peer bob = nodes.here.signIn("bob");
        nodes.say("r", "one");
        nodes.storage.reads().hold(TroubledReads.Kind.EVENTS);
        nodes.there.pass(Duration.ofMillis(300));
        nodes.storage.holdAnswers();
        bob.postText("r", "c1", "mine");
        nodes.there.env.runAll();
        nodes.say("r", "two");
        nodes.storage.reads().release();
        nodes.there.env.runAll();

        nodes.storage.releaseAppends();
        nodes.there.pass(Duration.ofMillis(300));

        assertThat(Peer.texts(bob.takeEvents())).containsExactly("one", "mine", "two");
    }

    @Test
    void whoeverIsMadeOneOfThoseWhoRunALiveRoomThereGainsItHere() {
        RoomSettings settings = RoomSettings.preset(RoomKind.LIVE);
        RoomRow row = new RoomRow("l", RoomKind.LIVE, null, "host", null, ManualClock.START, settings);
        MemberRow host = MemberRow.joining("l", "host", "host", Role.OWNER, ManualClock.START);
        Peer carol = nodes.here.signIn("carol");
        nodes.shared
                .real()
                .log()
                .append(List.of(new Entry(
                        "l",
                        new Guard.Absent(),
                        ManualClock.START,
                        "host",
                        List.of(new Change.PutRoom(row, "e-l"), new Change.Admit(host)),
                        List.of())));
        nodes.pass();

        nodes.there.signIn("carol").ok("join", "\"room\":\"l\"");
        nodes.there.done(nodes.there.server.rooms().role("l", "carol", Role.ADMIN));
        nodes.pass();

        assertThat(carol.take("room")).hasSize(1);
    }
}
