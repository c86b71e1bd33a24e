package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.NewRoom;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomSettings.History;
import io.imbed.protocol.SettingsPatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is done through one node is told, and obeyed, on the other within a second. */
class NodesTest {
    private final Nodes nodes = Nodes.open();

    @AfterEach
    void close() {
        nodes.close();
    }

    private Peer here(String user) {
        return nodes.here.signIn(user);
    }

    private static void assertNoGap(JsonObject from, List<JsonObject> events) {
        long rev = from.get("rev").getAsLong();
        for (long next : Peer.revs(events)) assertThat(next).isEqualTo(++rev);
    }

    private static JsonObject gained(Peer peer) {
        List<JsonObject> rooms = peer.take("room");
        assertThat(rooms).hasSize(1);
        return rooms.get(0).getAsJsonObject("room");
    }

    @Test
    void messagesOfOneNodeReachWhoeverFollowsOnTheOther() {
        nodes.channel("r", "bob");
        Peer bob = here("bob");

        nodes.say("r", "one");
        nodes.say("r", "two");
        nodes.pass();
        nodes.say("r", "three");
        nodes.pass();

        assertThat(Peer.texts(bob.takeEvents())).containsExactly("one", "two", "three");
    }

    @Test
    void membersOfBothNodesSeeOneOrder() {
        nodes.channel("r", "alice", "bob");
        Peer alice = nodes.there.signIn("alice");
        Peer bob = here("bob");
        for (int i = 0; i < 10; i++) {
            (i % 3 == 0 ? bob : alice).sendText("r", "c" + i, "m" + i);
            if (i % 4 == 0) nodes.there.pass(Duration.ofMillis(100));
        }
        nodes.pass();

        List<JsonObject> seen = bob.takeEvents();
        assertThat(seen).hasSize(10).isEqualTo(alice.takeEvents());
    }

    @Test
    void userAdmittedToARoomThatIsNotHeldFollowsFromExactlyTheJoin() {
        nodes.channel("r", "alice");
        Peer carol = here("carol");

        nodes.say("r", "before");
        nodes.invite("r", "carol");
        nodes.say("r", "one");
        nodes.say("r", "two");
        nodes.pass();

        JsonObject room = gained(carol);
        List<JsonObject> events = carol.takeEvents();
        assertThat(Peer.texts(events)).containsExactly("one", "two");
        assertNoGap(room, events);
    }

    @Test
    void userAdmittedToARoomThatIsHeldFollowsFromExactlyTheJoin() {
        nodes.channel("r", "alice", "bob");
        Peer bob = here("bob");
        Peer carol = here("carol");

        nodes.invite("r", "carol");
        nodes.say("r", "one");
        nodes.say("r", "two");
        nodes.pass();

        JsonObject room = gained(carol);
        List<JsonObject> events = carol.takeEvents();
        assertThat(Peer.texts(events)).containsExactly("one", "two");
        assertNoGap(room, events);
        assertThat(Peer.texts(bob.takeEvents())).containsExactly("one", "two");
    }

    @Test
    void memberOfARoomThatWasMadeOnTheOtherNodeGainsIt() {
        Peer carol = here("carol");

        nodes.there.done(nodes.there.server.rooms().create(NewRoom.group("g").members("carol", "dave")));
        nodes.pass();

        assertThat(gained(carol).get("id").getAsString()).isEqualTo("g");
    }

    @Test
    void whoWasAdmittedKickedAndAdmittedAnewFollowsFromTheLastJoin() {
        nodes.channel("r", "alice", "bob");
        for (String user : List.of("bob", "alice")) here(user);
        Peer carol = here("carol");

        nodes.invite("r", "carol");
        nodes.kick("r", "carol");
        nodes.say("r", "behind its back");
        nodes.invite("r", "carol");
        nodes.say("r", "welcome back");
        nodes.pass();

        JsonObject room = gained(carol);
        List<JsonObject> events = carol.takeEvents();
        assertThat(Peer.texts(events)).containsExactly("welcome back");
        assertNoGap(room, events);
    }

    @Test
    void whoWasAdmittedAndKickedBeforeItWasNoticedGetsNothing() {
        nodes.channel("r", "alice");
        Peer carol = here("carol");

        nodes.invite("r", "carol");
        nodes.kick("r", "carol");
        nodes.say("r", "secret");
        nodes.pass();

        assertThat(carol.takeEvents()).isEmpty();
        assertThat(carol.refused("history", "\"room\":\"r\"")).isEqualTo("FORBIDDEN");
    }

    @Test
    void whoeverIsKickedThereGetsWhatLedUpToItAndNothingMore() {
        nodes.channel("r", "alice", "bob");
        Peer alice = here("alice");
        Peer bob = here("bob");

        nodes.say("r", "before");
        nodes.kick("r", "bob");
        nodes.say("r", "after");
        nodes.pass();

        List<JsonObject> all = bob.takeAll();
        assertThat(all.get(all.size() - 1).get("ev").getAsString()).isEqualTo("gone");
        assertThat(all).hasSize(3);
        assertThat(all.get(1).get("type").getAsString()).isEqualTo("kicked");
        assertThat(bob.refused("history", "\"room\":\"r\"")).isEqualTo("FORBIDDEN");
        assertThat(Peer.code(bob.sendText("r", "c1", "let me in"))).isEqualTo("FORBIDDEN");
        assertThat(Peer.texts(alice.takeEvents())).containsExactly("before", "after");
    }

    @Test
    void whatWasReadOfAMemberIsReadAgainWhenItHasAnotherRole() {
        nodes.channel("r", "alice", "bob");
        Peer bob = here("bob");
        assertThat(bob.refused("kick", "\"room\":\"r\",\"user\":\"alice\"")).isEqualTo("FORBIDDEN");

        nodes.there.done(nodes.there.server.rooms().role("r", "bob", Role.ADMIN));
        nodes.pass();

        bob.ok("kick", "\"room\":\"r\",\"user\":\"alice\"");
    }

    @Test
    void whoeverIsMutedThereMayNotSpeakHereUntilItIsUnmuted() {
        nodes.channel("r", "bob");
        Peer bob = here("bob");
        bob.ok("typing", "\"room\":\"r\",\"on\":true");

        nodes.there.done(nodes.there.server.rooms().mute("r", "bob", null, null));
        nodes.pass();

        assertThat(bob.refused("typing", "\"room\":\"r\",\"on\":true")).isEqualTo("FORBIDDEN");
        assertThat(Peer.code(bob.sendText("r", "c1", "hear me"))).isEqualTo("FORBIDDEN");

        nodes.there.done(nodes.there.server.rooms().unmute("r", "bob"));
        nodes.pass();

        bob.ok("typing", "\"room\":\"r\",\"on\":true");
    }

    @Test
    void historyThatIsClosedThereIsClosedHere() {
        nodes.channel("r", "alice");
        nodes.there.done(nodes.there.server.rooms().configure("r", SettingsPatch.NONE.withHistory(History.ALL)));
        nodes.say("r", "of the past");
        nodes.invite("r", "bob");
        Peer bob = here("bob");
        assertThat(bob.ok("history", "\"room\":\"r\"").toString()).contains("of the past");

        nodes.there.done(nodes.there.server.rooms().configure("r", SettingsPatch.NONE.withHistory(History.JOINED)));
        nodes.pass();

        assertThat(bob.ok("history", "\"room\":\"r\"").toString()).doesNotContain("of the past");
    }

    @Test
    void roomThatIsDeletedThereIsGoneHere() {
        nodes.channel("r", "bob");
        Peer bob = here("bob");

        nodes.say("r", "last");
        nodes.pass();
        nodes.there.done(nodes.there.server.rooms().delete("r"));
        nodes.pass();

        assertThat(Peer.texts(bob.takeEvents())).containsExactly("last");
        assertThat(bob.take("gone")).hasSize(1);
        assertThat(bob.refused("history", "\"room\":\"r\"")).isEqualTo("NOT_FOUND");
    }

    @Test
    void roomThatIsMadeAnewThereResetsWhoeverIsStillAMember() {
        nodes.channel("r", "bob", "carol");
        Peer bob = here("bob");
        Peer carol = here("carol");

        nodes.there.done(nodes.there.server.rooms().delete("r"));
        nodes.there.done(nodes.there.server.rooms().create(NewRoom.channel("r").members("bob")));
        nodes.say("r", "anew");
        nodes.pass();

        assertThat(bob.take("reset")).hasSize(1);
        assertThat(carol.take("gone")).hasSize(1);
        assertThat(carol.takeEvents()).isEmpty();
        nodes.say("r", "still");
        nodes.pass();
        assertThat(Peer.texts(bob.takeEvents())).endsWith("still");
    }

    @Test
    void recalledMessageIsNotReadFromTheMemoryOfARoomThatNobodyFollows() {
        nodes.channel("r", "bob");
        Peer bob = here("bob");
        nodes.say("r", "a secret");
        nodes.pass();
        JsonObject seen = bob.takeEvents().get(0);
        bob.connection.cut();
        nodes.pass();

        nodes.there.done(nodes.there.server.rooms().recall("r", 1));
        nodes.pass();

        Peer again = nodes.here.connect();
        long before = seen.get("rev").getAsLong() - 1;
        again.ok(
                "hello",
                "\"v\":1,\"token\":\"guest:bob\",\"rooms\":{\"r\":{\"epoch\":" + seen.get("epoch") + ",\"rev\":"
                        + before + "}}");
        List<JsonObject> events = again.takeEvents();
        assertThat(Peer.revs(events)).containsExactly(before + 1, before + 2);
        assertThat(events.toString()).doesNotContain("a secret");
    }

    @Test
    void hostThatFollowsTheLogHereIsHandedWhatWasStoredThere() {
        nodes.channel("r", "bob");
        List<Event> handed = new ArrayList<>();
        nodes.here.server.rooms().follow("r", null, handed::add);
        nodes.pass();

        nodes.say("r", "one");
        nodes.pass();
        nodes.there.done(nodes.there.server.rooms().delete("r"));
        nodes.pass();

        assertThat(handed).hasSize(1);
        assertThat(handed.get(0).body()).isInstanceOf(EventBody.Posted.class);
    }

    @Test
    void sameMessageThroughBothNodesIsOne() {
        nodes.channel("r", "alice");
        Peer there = nodes.there.signIn("alice");
        Peer here = here("alice");

        JsonObject first = there.sendText("r", "c1", "hello");
        JsonObject retry = here.sendText("r", "c1", "hello");
        JsonObject again = there.sendText("r", "c1", "hello");

        assertThat(retry.get("seq")).isEqualTo(first.get("seq"));
        assertThat(retry.get("rev")).isEqualTo(first.get("rev"));
        assertThat(retry.get("dup").getAsBoolean()).isTrue();
        assertThat(again.get("seq")).isEqualTo(first.get("seq"));
        assertThat(Peer.code(here.sendText("r", "c1", "something else"))).isEqualTo("CONFLICT");
        nodes.pass();
        assertThat(Peer.texts(here.takeEvents())).containsExactly("hello");
        assertThat(Peer.texts(there.takeEvents())).containsExactly("hello");
    }

    @Test
    void ownSettingThatWasChangedThereCanBeChangedBackHere() {
        nodes.channel("r", "alice");
        Peer there = nodes.there.signIn("alice");
        Peer here = here("alice");
        String mine = "\"room\":\"r\",\"mine\":{\"notify\":";
        here.ok("room.update", mine + "\"mentions\"}");
        there.ok("room.update", mine + "\"nothing\"}");

        here.ok("room.update", mine + "\"mentions\"}");

        JsonObject room = there.ok("room.get", "\"room\":\"r\"").getAsJsonObject("room");
        assertThat(room.getAsJsonObject("mine").get("notify").getAsString()).isEqualTo("mentions");
    }

    @Test
    void storageOfOneNodeIsNotPolled() {
        TroubledStorage storage = new TroubledStorage(); // has a feed, and is not shared
        try (Chat alone = Chat.open(storage, builder -> {})) {
            alone.pass(Duration.ofSeconds(10));
            assertThat(storage.polls().count()).isZero();
        }
    }
}
