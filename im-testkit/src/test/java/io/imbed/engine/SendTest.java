package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.spi.Storage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promises 1 to 4 of the design, as a client sees them: acked is committed, one order, sender's order, idempotent. */
class SendTest {
    private final Chat chat = Chat.open(storage(), builder -> builder.limits(Chat.unhurried()));

    Storage storage() {
        return MemoryStorage.create();
    }

    @AfterEach
    void close() {
        chat.close();
    }

    @Test
    void ackCarriesSeqRevAndTimeOfTheCommittedMessage() {
        Peer alice = chat.channel("r", "alice")[0];

        JsonObject ack = alice.sendText("r", "c1", "hi");

        assertThat(ack.get("seq").getAsLong()).isEqualTo(1);
        assertThat(ack.get("rev").getAsLong()).isEqualTo(2); // behind alice's joining
        assertThat(ack.get("at").getAsLong()).isEqualTo(chat.env.clock().millis());
        assertThat(ack.has("dup")).isFalse();
    }

    @Test
    void everyMemberGetsTheMessageOnceSenderIncluded() {
        Peer[] peers = chat.channel("r", "alice", "bob", "carol");

        peers[0].sendText("r", "c1", "hi");

        for (Peer each : peers) assertThat(Peer.texts(each.takeEvents())).containsExactly("hi");
    }

    @Test
    void pipelinedSendsKeepTheirOrder() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        List<Integer> ids = new ArrayList<>();

        for (int i = 0; i < 100; i++) ids.add(peers[0].postText("r", "c" + i, "m" + i));
        chat.env.runAll();

        for (int i = 0; i < 100; i++) {
            assertThat(peers[0].reply(ids.get(i)).get("seq").getAsLong()).isEqualTo(i + 1);
        }
        List<JsonObject> events = peers[1].takeEvents();
        assertThat(events).hasSize(100);
        for (int i = 0; i < 100; i++) assertThat(Peer.texts(events).get(i)).isEqualTo("m" + i);
    }

    @Test
    void repeatReturnsTheFirstResultMarkedDuplicate() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        JsonObject first = peers[0].sendText("r", "c1", "hi");

        JsonObject second = peers[0].sendText("r", "c1", "hi");

        assertThat(second.get("seq")).isEqualTo(first.get("seq"));
        assertThat(second.get("rev")).isEqualTo(first.get("rev"));
        assertThat(second.get("at")).isEqualTo(first.get("at"));
        assertThat(second.get("dup").getAsBoolean()).isTrue();
        assertThat(peers[1].takeEvents()).hasSize(1);
    }

    @Test
    void repeatPipelinedBehindTheFirstJoinsItsAnswer() {
        Peer[] peers = chat.channel("r", "alice", "bob");

        int first = peers[0].postText("r", "c1", "hi");
        int second = peers[0].postText("r", "c1", "hi");
        chat.env.runAll();

        assertThat(peers[0].reply(first).get("seq"))
                .isEqualTo(peers[0].reply(second).get("seq"));
        assertThat(peers[1].takeEvents()).hasSize(1);
    }

    @Test
    void repeatLongAfterAndFromAnotherSessionIsADuplicate() {
        Peer alice = chat.channel("r", "alice")[0];
        alice.sendText("r", "c1", "hi");
        for (int i = 0; i < 1_000; i++) alice.postText("r", "other" + i, "m");
        chat.env.runAll();
        alice.connection.cut();

        JsonObject repeat = chat.signIn("alice").sendText("r", "c1", "hi");

        assertThat(repeat.get("seq").getAsLong()).isEqualTo(1);
        assertThat(repeat.get("dup").getAsBoolean()).isTrue();
    }

    @Test
    void sameCidWithOtherContentIsAConflict() {
        Peer alice = chat.channel("r", "alice")[0];
        alice.sendText("r", "c1", "hi");

        assertThat(Peer.code(alice.sendText("r", "c1", "something else"))).isEqualTo("CONFLICT");
        assertThat(alice.takeEvents()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"replyTo\":1", "\"mentions\":[\"bob\"]", "\"meta\":{\"a\":1}"})
    void sameCidWithMoreToTheSameContentIsAConflict(String more) {
        Peer alice = chat.channel("r", "alice")[0];
        alice.sendText("r", "c1", "hi");

        JsonObject reply = alice.ask("send", Peer.sendArguments("r", "c1", "hi") + "," + more);

        assertThat(Peer.code(reply)).isEqualTo("CONFLICT");
        assertThat(alice.takeEvents()).hasSize(1);
    }

    @Test
    void sameCidOfAnotherSenderIsAnotherMessage() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        peers[0].sendText("r", "c1", "hi");

        JsonObject ack = peers[1].sendText("r", "c1", "something else");

        assertThat(ack.get("seq").getAsLong()).isEqualTo(2);
    }

    @Test
    void repeatAfterBeingRemovedStillTellsThatTheFirstWasStored() {
        Peer alice = chat.channel("r", "alice")[0];
        alice.sendText("r", "c1", "hi");
        chat.done(chat.server.rooms().kick("r", "alice"));

        JsonObject repeat = alice.sendText("r", "c1", "hi");
        JsonObject fresh = alice.sendText("r", "c2", "again");

        assertThat(repeat.get("dup").getAsBoolean()).isTrue();
        assertThat(Peer.code(fresh)).isEqualTo("FORBIDDEN");
    }

    @Test
    void refusedSendNeverAppearsAndTheNextOnesDo() {
        Peer[] peers = chat.channel("r", "alice", "bob");

        int good = peers[0].postText("r", "c1", "one");
        int bad = peers[0].post("send", Peer.sendArguments("r", "c2", "two") + ",\"replyTo\":99");
        int next = peers[0].postText("r", "c3", "three");
        chat.env.runAll();

        assertThat(peers[0].reply(good).get("seq").getAsLong()).isEqualTo(1);
        assertThat(Peer.code(peers[0].reply(bad))).isEqualTo("NOT_FOUND");
        assertThat(peers[0].reply(next).get("seq").getAsLong()).isEqualTo(2);
        assertThat(Peer.texts(peers[1].takeEvents())).containsExactly("one", "three");
    }

    @Test
    void roomsOfOneSessionDoNotWaitForEachOther() {
        chat.channel("a");
        chat.channel("b");
        Peer alice = chat.signIn("alice");
        alice.ok("join", "\"room\":\"a\"");
        alice.ok("join", "\"room\":\"b\"");

        assertThat(alice.sendText("a", "c1", "x").get("seq").getAsLong()).isEqualTo(1);
        assertThat(alice.sendText("b", "c1", "x").get("seq").getAsLong()).isEqualTo(1);
    }

    @Test
    void groupsAreForTheirMembers() {
        chat.done(chat.server.rooms().create(NewRoom.group("g1").owner("alice").members("bob")));
        Peer alice = chat.signIn("alice");
        Peer bob = chat.signIn("bob");

        alice.sendText("g1", "c1", "hi");

        assertThat(Peer.texts(bob.takeEvents())).containsExactly("hi");
    }
}
