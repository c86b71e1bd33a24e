package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.Limits;
import io.imbed.protocol.CloseReason;
import io.imbed.spi.Handshake;
import io.imbed.testkit.ConnectRefusedException;
import io.imbed.testkit.PairedConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More than a client may have under way or waiting, and more clients than there may be. */
class FloodingTest {
    private TroubledStorage storage = new TroubledStorage();
    private Chat chat = Chat.open(storage, builder -> builder.limits(Chat.unhurried()));

    @AfterEach
    void close() {
        storage.releaseAppends();
        chat.close();
    }

    private void reopen(Limits limits) {
        chat.close();
        storage = new TroubledStorage();
        chat = Chat.open(storage, builder -> builder.limits(limits));
    }

    private static Handshake from(String address) {
        return new Handshake("/im", Map.of(), Map.of(), Map.of(), address, false, Map.of());
    }

    private static void assertRefused(int status, Runnable connecting) {
        assertThatThrownBy(connecting::run)
                .isInstanceOfSatisfying(
                        ConnectRefusedException.class,
                        refused -> assertThat(refused.status()).isEqualTo(status));
    }

    @Test
    void clientThatPipelinesMoreThanItMayIsClosedAsFloodingAndNobodyElse() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        storage.holdAppends();

        for (int i = 0; i < 512; i++) peers[0].postText("r", "c" + i, "m");
        assertThat(peers[0].closed()).isEmpty(); // 256 under way, 256 waiting
        peers[0].postText("r", "c512", "m");

        assertThat(peers[0].closed()).contains(CloseReason.FLOODING);
        assertThat(peers[1].closed()).isEmpty();
        storage.releaseAppends();
        assertThat(peers[1].sendText("r", "c1", "still here").has("seq")).isTrue();
    }

    @Test
    void clientThatPipelinesMoreBytesThanItMayIsClosedAsFlooding() {
        reopen(queue(2, 10_000));
        Peer alice = chat.channel("r", "alice")[0];
        storage.holdAppends();
        for (int i = 0; i < 2; i++) alice.postText("r", "c" + i, "m"); // both under way
        chat.env.runAll();

        alice.postText("r", "c2", "x".repeat(6_000));
        assertThat(alice.closed()).isEmpty();
        alice.postText("r", "c3", "x".repeat(6_000));

        assertThat(alice.closed()).contains(CloseReason.FLOODING);
    }

    @Test
    void unitLargerThanTheQueueIsTakenAloneAsTheWireHasAllowedIt() {
        reopen(queue(2, 10_000));
        Peer alice = chat.signIn("alice");

        alice.line("{\"op\":\"ping\",\"id\":99,\"padding\":\"" + "x".repeat(20_000) + "\"}");

        assertThat(alice.closed()).isEmpty();
        assertThat(alice.reply(99).has("error")).isFalse();
    }

    private static Limits queue(int inboundFrames, int inboundBytes) {
        Limits.Queues queues = Limits.defaults().queues();
        return Chat.unhurried()
                .with(new Limits.Queues(
                        queues.outboxBytes(), inboundFrames, inboundBytes, queues.nodeBytes(), queues.laneEntries()));
    }

    @Test
    void oneUnitMayHoldAsManyLinesAsFitIntoIt() {
        Peer alice = chat.signIn("alice");

        alice.line(IntStream.rangeClosed(1_000, 1_999)
                .mapToObj(id -> "{\"op\":\"ping\",\"id\":" + id + "}")
                .collect(Collectors.joining("\n")));

        assertThat(alice.closed()).isEmpty();
        for (int id = 1_000; id < 2_000; id++)
            assertThat(alice.reply(id).has("error")).isFalse();
    }

    @Test
    void connectionsInAllAreCappedAndThereIsRoomAgainWhenSomebodyLeaves() {
        reopen(Limits.defaults().with(new Limits.Connections(3, 20, 100, 8_192)));
        Peer first = chat.connect();
        chat.connect();
        chat.connect();

        assertRefused(503, chat::connect);
        first.connection.cut();
        chat.env.runAll();

        chat.signIn("alice");
        assertRefused(503, chat::connect);
    }

    @Test
    void connectionsOfOneAddressAreCappedAndOthersGetIn() {
        reopen(Limits.defaults().with(new Limits.Connections(100, 20, 2, 8_192)));
        List<PairedConnection> mine = new ArrayList<>();
        mine.add(chat.wire.connect(from("192.0.2.1")));
        mine.add(chat.wire.connect(from("192.0.2.1")));

        assertRefused(429, () -> chat.wire.connect(from("192.0.2.1")));
        chat.wire.connect(from("192.0.2.2"));
        mine.get(0).cut();
        chat.env.runAll();

        chat.wire.connect(from("192.0.2.1"));
        assertRefused(429, () -> chat.wire.connect(from("192.0.2.1")));
    }

    @Test
    void sessionsOfOneUserAreCappedAndThereIsRoomAgainWhenOneEnds() {
        reopen(Limits.defaults().with(new Limits.Connections(100, 2, 100, 8_192)));
        Peer first = chat.signIn("alice");
        chat.signIn("alice");
        Peer third = chat.connect();

        assertThat(third.refused("hello", "\"v\":1,\"token\":\"guest:alice\"")).isEqualTo("UNAVAILABLE");
        assertThat(third.closed()).contains(CloseReason.OVERLOADED);
        chat.signIn("bob");
        first.connection.cut();
        chat.env.runAll();

        chat.signIn("alice");
        assertThat(chat.server.sessions().of("alice")).hasSize(2);
    }
}
