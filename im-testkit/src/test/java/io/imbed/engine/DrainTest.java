package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.Limits;
import io.imbed.NewRoom;
import io.imbed.protocol.CloseReason;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.ImException;
import io.imbed.protocol.Result;
import io.imbed.testkit.ConnectRefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node is emptied without a stampede, without losing an answer, and in time. */
class DrainTest {
    private static final Duration ENOUGH = Duration.ofMinutes(2);

    private TroubledStorage storage = new TroubledStorage();
    private Chat chat = Chat.open(storage, builder -> builder.limits(Chat.unhurried()));

    @AfterEach
    void close() {
        chat.close();
    }

    private CompletableFuture<Void> drain(Duration atMost) {
        CompletableFuture<Void> ended = chat.server.drain(atMost).toCompletableFuture();
        chat.env.runAll();
        return ended;
    }

    @Test
    void everySessionIsToldWhenToComeBackAndThenClosedInItsOwnTime() {
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 20; i++) peers.add(chat.signIn("user" + i));

        CompletableFuture<Void> ended = drain(ENOUGH);

        Set<Long> times = new HashSet<>();
        for (Peer each : peers) {
            JsonObject closing = each.take("closing").get(0);
            assertThat(closing.get("code").getAsInt()).isEqualTo(1012);
            times.add(closing.get("retryAfterMs").getAsLong());
            assertThat(each.closed()).isEmpty();
        }
        assertThat(times).hasSizeGreaterThan(10).allSatisfy(ms -> assertThat(ms).isBetween(10_000L, 40_000L));
        chat.pass(Duration.ofMillis(9_999));
        assertThat(peers).allSatisfy(peer -> assertThat(peer.closed()).isEmpty());
        chat.pass(Duration.ofSeconds(16));
        assertThat(peers.stream().filter(peer -> peer.closed().isPresent()).count())
                .isBetween(1L, 19L);
        chat.pass(Duration.ofSeconds(15));
        assertThat(peers).allSatisfy(peer -> assertThat(peer.closed()).contains(CloseReason.RESTART));
        assertThat(ended).isCompletedWithValue(null);
    }

    @Test
    void nobodyIsLetInAnyMoreAndWhoHasNoSessionLeavesAtOnce() {
        chat.signIn("alice");
        Peer silent = chat.connect();

        drain(ENOUGH);

        assertThat(silent.closed()).contains(CloseReason.RESTART);
        assertThatThrownBy(chat::connect)
                .isInstanceOfSatisfying(
                        ConnectRefusedException.class,
                        refused -> assertThat(refused.status()).isEqualTo(503));
    }

    @Test
    void sessionsGoOnUntilTheirTimeComes() {
        Peer[] peers = chat.channel("r", "alice", "bob");

        drain(ENOUGH);
        chat.pass(Duration.ofSeconds(9));

        assertThat(peers[0].sendText("r", "c1", "still here").has("seq")).isTrue();
        assertThat(Peer.texts(peers[1].takeEvents())).containsExactly("still here");
    }

    @Test
    void sendUnderWayIsAnsweredBeforeTheCloseAndNothingNewIsTakenUp() {
        reopen(Duration.ofSeconds(1), Duration.ZERO);
        Peer alice = chat.channel("r", "alice")[0];
        drain(ENOUGH);
        storage.holdAppends();
        int first = alice.postText("r", "c1", "under way");
        chat.env.runAll();
        int second = alice.postText("r", "c2", "waiting");
        chat.pass(Duration.ofSeconds(2));
        int late = alice.postText("r", "c3", "too late");
        chat.pass(Duration.ofSeconds(2));
        assertThat(alice.closed()).isEmpty();

        storage.releaseAppends();

        assertThat(alice.closed()).contains(CloseReason.RESTART);
        assertThat(alice.reply(first).get("seq").getAsLong()).isEqualTo(1);
        assertThat(alice.reply(second).get("seq").getAsLong()).isEqualTo(2);
        assertThat(alice.find(late)).isEmpty();
    }

    @Test
    void drainEndsEarlyOnceEverybodyHasLeft() {
        Peer alice = chat.signIn("alice");
        Peer bob = chat.signIn("bob");
        CompletableFuture<Void> ended = drain(ENOUGH);

        alice.connection.cut();
        chat.env.runAll();
        assertThat(ended).isNotDone();
        bob.connection.close(CloseReason.NORMAL);
        chat.env.runAll();

        assertThat(ended).isCompletedWithValue(null);
    }

    @Test
    void drainOfAnEmptyNodeEndsAtOnce() {
        assertThat(drain(ENOUGH)).isCompletedWithValue(null);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 100, 1_000, 9_000, 10_000, 45_000, 120_000})
    void drainTakesNoLongerThanItMayWhateverClientsAndStorageDo(long atMostMs) {
        Peer[] peers = chat.channel("r", "alice", "bob", "carol", "dave");
        peers[0].connection.stall();
        peers[1].connection.cutUnnoticed();
        storage.holdAppends();
        peers[2].postText("r", "c1", "waits for ever");
        CompletionStage<Result.Sent> hosts = chat.server.rooms().send("r", Draft.text("so does this"));
        chat.env.runAll();

        CompletableFuture<Void> ended = drain(Duration.ofMillis(atMostMs));
        chat.pass(Duration.ofMillis(atMostMs));

        assertThat(ended).isCompletedWithValue(null);
        assertThat(hosts.toCompletableFuture()).isCompletedExceptionally();
        assertThat(chat.wire.connections()).isEmpty();
    }

    @Test
    void drainWithLittleTimeStillTellsEverybodyAndSpreadsThem() {
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 20; i++) peers.add(chat.signIn("user" + i));

        drain(Duration.ofSeconds(4));
        chat.pass(Duration.ofMillis(2_500));

        assertThat(peers).allSatisfy(peer -> assertThat(peer.take("closing")).hasSize(1));
        assertThat(peers.stream().filter(peer -> peer.closed().isPresent()).count())
                .isBetween(1L, 19L);
        chat.pass(Duration.ofMillis(1_500));
        assertThat(peers).allSatisfy(peer -> assertThat(peer.closed()).contains(CloseReason.RESTART));
    }

    @Test
    void secondDrainIsTheFirst() {
        chat.signIn("alice");
        CompletableFuture<Void> first = drain(ENOUGH);
        CompletableFuture<Void> second = drain(Duration.ofMillis(1));
        chat.pass(Duration.ofSeconds(1));
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();

        chat.pass(ENOUGH);

        assertThat(first).isCompletedWithValue(null);
        assertThat(second).isCompletedWithValue(null);
        assertThat(drain(ENOUGH)).isCompletedWithValue(null);
        assertThatThrownBy(chat.server::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nothingTheHostAsksAfterTheEndHangs() {
        chat.channel("r");
        drain(Duration.ZERO);

        for (CompletionStage<?> each : List.of(
                chat.server.rooms().send("r", Draft.text("hi")),
                chat.server.rooms().create(NewRoom.channel("x")),
                chat.server.rooms().find("r"),
                chat.server.rooms().kick("r", "alice"))) {
            assertThatThrownBy(() -> chat.done(each))
                    .cause()
                    .isInstanceOfSatisfying(
                            ImException.class,
                            thrown -> assertThat(thrown.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        }
        assertThat(chat.server.sessions().count()).isZero();
    }

    private void reopen(Duration notice, Duration spread) {
        chat.close();
        storage = new TroubledStorage();
        Limits.Times times = Limits.defaults().times();
        chat = Chat.open(
                storage,
                builder -> builder.limits(Chat.unhurried()
                        .with(new Limits.Times(
                                times.hello(),
                                times.ping(),
                                times.pong(),
                                times.lag(),
                                times.send(),
                                notice,
                                spread))));
    }
}
