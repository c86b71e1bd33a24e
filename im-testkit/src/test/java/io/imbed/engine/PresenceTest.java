package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Limits;
import io.imbed.hook.PresenceChanged;
import io.imbed.protocol.PresenceView;
import io.imbed.protocol.Role;
import io.imbed.spi.AccessPolicy.Access;
import io.imbed.spi.AccessPolicy.Operation;
import io.imbed.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is there: over all devices, damped, and shown to those who share a room. */
class PresenceTest {
    private static final Duration GRACE = Limits.defaults().presence().grace();
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final TroubledStorage storage = new TroubledStorage();
    private final List<PresenceView> told = new ArrayList<>();
    private final List<Access> asked = new ArrayList<>();
    private final Set<String> hidden = new HashSet<>();
    private Chat chat = open(storage, false);

    private Chat open(TroubledStorage rooms, boolean narrowed) {
        return Chat.open(rooms, builder -> {
            builder.limits(Chat.unhurried().with(new Limits.Connections(1_000, 20, 1_000, 8_192)))
                    .on(PresenceChanged.class, change -> told.add(change.presence()));
            if (!narrowed) return;
            builder.accessPolicy(access -> {
                if (access.operation() == Operation.PRESENCE) asked.add(access);
                return CompletableFuture.completedFuture(!hidden.contains(access.peer()));
            });
        });
    }

    @AfterEach
    void close() {
        chat.close();
    }

    private static String ask(Peer peer, String arguments) {
        return peer.ok("presence", arguments).get("presence").toString();
    }

    private static String stateOf(Peer peer, String user) {
        return peer.ok("presence", "\"users\":[\"" + user + "\"]")
                .getAsJsonArray("presence")
                .get(0)
                .getAsJsonObject()
                .get("state")
                .getAsString();
    }

    private static void watch(Peer peer, String user) {
        peer.ok("presence", "\"users\":[\"" + user + "\"],\"watch\":true");
    }

    private static List<String> signals(Peer peer) {
        return peer.take("signal").stream()
                .filter(signal -> signal.get("type").getAsString().equals("presence"))
                .map(signal -> signal.get("user").getAsString() + " "
                        + signal.get("state").getAsString())
                .toList();
    }

    private static String at(Instant time) {
        return String.valueOf(time.toEpochMilli());
    }

    @Test
    void userIsOnlineAwayOrOfflineOverAllItsSessions() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        Peer desk = chat.signIn("bob");

        peers[1].ok("presence", "\"away\":true");
        assertThat(stateOf(peers[0], "bob")).isEqualTo("online");
        desk.ok("presence", "\"away\":true");
        assertThat(stateOf(peers[0], "bob")).isEqualTo("away");
        desk.connection.cut();
        assertThat(stateOf(peers[0], "bob")).isEqualTo("away");
        peers[1].ok("presence", "\"away\":false");
        assertThat(stateOf(peers[0], "bob")).isEqualTo("online");
        peers[1].connection.cut();
        chat.pass(GRACE);
        assertThat(stateOf(peers[0], "bob")).isEqualTo("offline");
    }

    @Test
    void answerNamesEveryoneAskedAboutInThatOrderAndWhenTheyWereLastSeen() {
        Peer[] peers = chat.channel("r", "alice", "bob", "carol");
        chat.pass(Duration.ofSeconds(5));
        peers[2].connection.cut();
        chat.pass(Duration.ofMinutes(1));

        assertThat(ask(peers[0], "\"users\":[\"carol\",\"alice\",\"bob\"]"))
                .isEqualTo("[{\"user\":\"carol\",\"state\":\"offline\",\"lastSeen\":"
                        + at(ManualClock.START.plusSeconds(5))
                        + "},{\"user\":\"alice\",\"state\":\"online\"},{\"user\":\"bob\",\"state\":\"online\"}]");
        assertThat(ask(peers[0], "\"away\":true")).isEqualTo("[]");
    }

    @Test
    void whomOneSharesNoRoomWithLooksExactlyLikeSomebodyNeverSeen() {
        Peer alice = chat.channel("r", "alice")[0];
        Peer gone = chat.channel("other", "bob", "carol")[1];
        gone.connection.cut();
        chat.pass(Duration.ofMinutes(1));

        assertThat(ask(alice, "\"users\":[\"bob\",\"carol\",\"nobody\"],\"watch\":true"))
                .isEqualTo("[{\"user\":\"bob\",\"state\":\"offline\"},{\"user\":\"carol\",\"state\":\"offline\"},"
                        + "{\"user\":\"nobody\",\"state\":\"offline\"}]");
        chat.signIn("carol");
        chat.server.sessions().signOut("bob");
        chat.pass(Duration.ofMinutes(1));

        assertThat(signals(alice)).isEmpty();
    }

    @Test
    void watcherIsToldOfEachChangeUntilItWatchesOthers() {
        Peer[] peers = chat.channel("r", "alice", "bob", "carol");
        watch(peers[0], "bob");
        chat.pass(MOMENT);

        peers[1].ok("presence", "\"away\":true");
        assertThat(signals(peers[0])).containsExactly("bob away");
        chat.pass(MOMENT);
        peers[1].ok("presence", "\"away\":false");
        assertThat(signals(peers[0])).containsExactly("bob online");
        chat.pass(MOMENT);
        watch(peers[0], "carol");
        peers[1].ok("presence", "\"away\":true");
        peers[2].ok("presence", "\"away\":true");
        chat.pass(MOMENT);

        assertThat(signals(peers[0])).containsExactly("carol away");
        peers[0].ok("presence", "\"watch\":true");
        peers[2].ok("presence", "\"away\":false");
        chat.pass(MOMENT);
        assertThat(signals(peers[0])).isEmpty();
        assertThat(signals(peers[1])).isEmpty();
    }

    @Test
    void goingIsToldAfterTheGraceTimeWithTheTimeOfGoing() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        watch(peers[0], "bob");
        chat.pass(MOMENT);
        Instant left = chat.env.clock().instant();

        peers[1].connection.cut();
        chat.pass(GRACE.minusMillis(1));
        assertThat(signals(peers[0])).isEmpty();
        assertThat(stateOf(peers[0], "bob")).isEqualTo("online");
        chat.pass(Duration.ofMillis(1));

        assertThat(peers[0].take("signal").toString())
                .isEqualTo(
                        "[{\"ev\":\"signal\",\"type\":\"presence\",\"user\":\"bob\",\"state\":\"offline\",\"lastSeen\":"
                                + at(left) + "}]");
    }

    @Test
    void comingBackWithinTheGraceTimeIsNoNews() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        watch(peers[0], "bob");
        chat.pass(MOMENT);
        told.clear();

        for (int i = 0; i < 5; i++) {
            peers[1].connection.cut();
            chat.pass(GRACE.minusMillis(1));
            peers[1] = chat.signIn("bob");
        }
        chat.pass(GRACE.multipliedBy(2));

        assertThat(signals(peers[0])).isEmpty();
        assertThat(told).isEmpty();
        assertThat(stateOf(peers[0], "bob")).isEqualTo("online");
    }

    @Test
    void userSignedOutIsOfflineAtOnce() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        watch(peers[0], "bob");
        chat.pass(MOMENT);

        chat.server.sessions().signOut("bob");

        assertThat(signals(peers[0])).containsExactly("bob offline");
        assertThat(stateOf(peers[0], "bob")).isEqualTo("offline");
    }

    @Test
    void flickeringIsToldOnceASecondAsItIsByThen() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        watch(peers[0], "bob");
        chat.pass(MOMENT);

        for (int i = 0; i < 9; i++) peers[1].ok("presence", "\"away\":" + (i % 2 == 0));
        assertThat(signals(peers[0])).containsExactly("bob away");
        peers[1].ok("presence", "\"away\":false");
        chat.pass(MOMENT);

        assertThat(signals(peers[0])).containsExactly("bob online");
        chat.pass(MOMENT.multipliedBy(5));
        assertThat(signals(peers[0])).isEmpty();
    }

    @Test
    void membershipIsAskedAboutAgainWhenAChangeIsTold() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        watch(peers[0], "bob");
        chat.pass(MOMENT);
        chat.done(chat.server.rooms().kick("r", "alice"));
        peers[1].ok("presence", "\"away\":true");
        chat.pass(MOMENT);
        assertThat(signals(peers[0])).isEmpty();

        chat.done(chat.server.rooms().invite("r", "alice", Role.MEMBER));
        peers[1].ok("presence", "\"away\":false");

        assertThat(signals(peers[0])).containsExactly("bob online");
    }

    @Test
    void oneSeesOneselfInNoRoomAtAll() {
        Peer phone = chat.signIn("alice");
        Peer desk = chat.signIn("alice");
        watch(desk, "alice");
        desk.ok("presence", "\"away\":true");
        chat.pass(MOMENT);

        phone.ok("presence", "\"away\":true");

        assertThat(signals(desk)).containsExactly("alice away");
    }

    @Test
    void changeCostsItsWatchersInQueriesOfAHundredAndOthersNothing() {
        int crowd = 150;
        chat.channel("r");
        Peer bob = chat.signIn("bob");
        bob.ok("join", "\"room\":\"r\"");
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < crowd; i++) {
            Peer each = chat.signIn("u" + i);
            each.ok("join", "\"room\":\"r\"");
            if (i < 120) watch(each, "bob");
            peers.add(each);
        }
        peers.forEach(Peer::takeAll);
        chat.pass(MOMENT);
        storage.sharings.clear();

        bob.ok("presence", "\"away\":true");
        chat.pass(MOMENT);

        assertThat(storage.sharings).hasSize(2);
        assertThat(storage.sharings.get(0)).hasSize(100);
        assertThat(storage.sharings.get(1)).hasSize(20);
        assertThat(peers.stream().filter(each -> signals(each).equals(List.of("bob away"))))
                .hasSize(120);
        peers.get(130).ok("presence", "\"away\":true");
        chat.pass(MOMENT);
        assertThat(storage.sharings).hasSize(2);
    }

    @Test
    void changeWhileTheAnswerIsMadeUpIsInItAndNotToldAgain() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        chat.pass(MOMENT);
        storage.reads().hold();
        int request = peers[0].post("presence", "\"users\":[\"bob\"],\"watch\":true");
        chat.env.runAll();

        peers[1].ok("presence", "\"away\":true");
        storage.reads().release();
        chat.pass(MOMENT);

        JsonObject answer = peers[0].reply(request);
        assertThat(answer.getAsJsonArray("presence").toString()).contains("\"away\"");
        assertThat(signals(peers[0])).isEmpty(); // the answer has it already
    }

    @Test
    void whoWatchesNobodyAnyMoreIsNotToldWhatWasUnderWay() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        watch(peers[0], "bob");
        chat.pass(MOMENT);
        storage.reads().hold();
        peers[1].ok("presence", "\"away\":true");
        peers[0].ok("presence", "\"watch\":true");

        storage.reads().release();

        assertThat(signals(peers[0])).isEmpty();
    }

    @Test
    void changeThatCannotBeToldNowIsToldLater() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        watch(peers[0], "bob");
        chat.pass(MOMENT);
        told.clear();
        storage.reads().failing(true);
        peers[1].ok("presence", "\"away\":true");
        chat.pass(MOMENT.multipliedBy(3));
        assertThat(signals(peers[0])).isEmpty();

        storage.reads().failing(false);
        chat.pass(MOMENT);

        assertThat(signals(peers[0])).containsExactly("bob away");
        assertThat(told).hasSize(1);
    }

    @Test
    void questionIsUnavailableWhileTheStorageIs() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        storage.reads().failing(true);

        assertThat(peers[0].refused("presence", "\"users\":[\"bob\"]")).isEqualTo("UNAVAILABLE");

        storage.reads().failing(false);
        assertThat(stateOf(peers[0], "bob")).isEqualTo("online");
    }

    @Test
    void hostIsToldWhatWatchersAreAndMayAsk() {
        chat.signIn("alice");
        chat.pass(MOMENT);
        Peer alice = chat.signIn("alice");
        alice.ok("presence", "\"away\":true");
        chat.pass(MOMENT);
        assertThat(chat.server.sessions().presence("alice").state()).isEqualTo(PresenceView.State.ONLINE);
        Instant left = chat.env.clock().instant();
        chat.server.sessions().signOut("alice");
        chat.pass(MOMENT);

        assertThat(told)
                .containsExactly(
                        new PresenceView("alice", PresenceView.State.ONLINE, null),
                        new PresenceView("alice", PresenceView.State.OFFLINE, left));
        assertThat(chat.server.sessions().presence("alice"))
                .isEqualTo(new PresenceView("alice", PresenceView.State.OFFLINE, left));
        assertThat(chat.server.sessions().presence("nobody")).isEqualTo(PresenceView.unseen("nobody"));
    }

    @Test
    void policyHidesWhomItNamesFromAnswersSignalsAndMemberLists() {
        chat.close();
        chat = open(new TroubledStorage(), true);
        Peer[] peers = chat.channel("r", "alice", "bob", "carol");
        hidden.add("bob");

        assertThat(ask(peers[0], "\"users\":[\"alice\",\"bob\",\"carol\",\"nobody\"],\"watch\":true"))
                .isEqualTo("[{\"user\":\"alice\",\"state\":\"online\"},{\"user\":\"bob\",\"state\":\"offline\"},"
                        + "{\"user\":\"carol\",\"state\":\"online\"},{\"user\":\"nobody\",\"state\":\"offline\"}]");
        assertThat(asked).extracting(Access::peer).contains("bob", "carol").doesNotContain("alice");
        assertThat(asked).allSatisfy(access -> {
            assertThat(access.identity().id()).isEqualTo("alice");
            assertThat(access.room()).isNull();
            assertThat(access.kind()).isNull();
        });
        JsonObject page = peers[0].ok("members", "\"room\":\"r\"");
        assertThat(page.getAsJsonArray("members"))
                .extracting(each -> each.getAsJsonObject().get("online").getAsBoolean())
                .containsExactly(true, false, true);
        chat.pass(MOMENT);
        peers[1].ok("presence", "\"away\":true");
        peers[2].ok("presence", "\"away\":true");
        chat.pass(MOMENT);
        assertThat(signals(peers[0])).containsExactly("carol away");

        hidden.clear();
        peers[1].ok("presence", "\"away\":false");
        assertThat(signals(peers[0])).containsExactly("bob online");
    }
}
