package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A lane gives the storage all that waits as one batch, one batch at a time, and bounds what waits. */
class GroupCommitTest {
    private final TroubledStorage storage = new TroubledStorage();
    private final Chat chat = Chat.open(storage, builder -> builder.limits(Chat.unhurried()));

    @AfterEach
    void close() {
        storage.releaseAppends();
        chat.close();
    }

    private List<String> textsOfBatch(int index) {
        return storage.batches.get(index).stream().map(TroubledStorage::posted).toList();
    }

    @Test
    void whatGathersWhileABatchIsOutGoesAsOne() {
        Peer alice = chat.channel("r", "alice")[0];
        storage.batches.clear();
        storage.holdAppends();

        alice.postText("r", "c0", "first");
        chat.env.runAll();
        List<Integer> ids = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            ids.add(alice.postText("r", "c" + i, "m" + i));
            chat.env.runAll();
        }

        assertThat(storage.appendsHeld()).isEqualTo(1);
        storage.releaseAppends();
        chat.env.runAll();
        assertThat(storage.batches).hasSize(2);
        assertThat(textsOfBatch(0)).containsExactly("first");
        assertThat(textsOfBatch(1)).hasSize(20).startsWith("m1").endsWith("m20");
        assertThat(alice.reply(ids.get(19)).get("seq").getAsLong()).isEqualTo(21);
    }

    @Test
    void sendIsNotAnsweredAndNotDeliveredBeforeItIsStored() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        storage.holdAppends();

        int id = peers[0].postText("r", "c1", "hi");
        chat.env.runAll();

        assertThat(peers[0].find(id)).isEmpty();
        assertThat(peers[1].takeEvents()).isEmpty();
        storage.releaseAppends();
        assertThat(Peer.texts(peers[1].takeEvents())).containsExactly("hi");
        assertThat(peers[0].reply(id).get("seq").getAsLong()).isEqualTo(1);
    }

    @Test
    void slowStorageHoldsUpNoReadsAndNoOtherLane() {
        Peer alice = chat.channel("r0", "alice")[0];
        for (int i = 1; i < 8; i++) {
            chat.channel("r" + i);
            alice.ok("join", "\"room\":\"r" + i + "\"");
        }
        storage.holdAppends();

        for (int i = 0; i < 8; i++) alice.postText("r" + i, "c1", "hi");
        chat.env.runAll();

        assertThat(storage.appendsHeld()).isEqualTo(chat.env.lanes().size());
        assertThat(alice.ok("ping", "").has("re")).isTrue();
        assertThat(alice.ok("history", "\"room\":\"r0\"").getAsJsonArray("messages"))
                .isEmpty();
    }

    @Test
    void hangingStorageIsAnsweredAfterFifteenSecondsAndWhatItStoresLaterIsDeliveredOnce() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        storage.holdAppends();
        int inFlight = peers[0].postText("r", "c1", "in flight");
        chat.env.runAll();
        int waiting = peers[0].postText("r", "c2", "waiting");

        chat.pass(Duration.ofSeconds(14));
        assertThat(peers[0].find(inFlight)).isEmpty();
        chat.pass(Duration.ofSeconds(2));

        JsonObject unknown = peers[0].reply(inFlight).getAsJsonObject("error");
        assertThat(unknown.get("code").getAsString()).isEqualTo("UNAVAILABLE");
        assertThat(unknown.get("unknown").getAsBoolean()).isTrue();
        JsonObject refused = peers[0].reply(waiting).getAsJsonObject("error");
        assertThat(refused.get("code").getAsString()).isEqualTo("UNAVAILABLE");
        assertThat(refused.has("unknown")).isFalse();

        storage.releaseAppends();
        assertThat(Peer.texts(peers[1].takeEvents())).containsExactly("in flight");
        JsonObject repeat = peers[0].sendText("r", "c1", "in flight");
        assertThat(repeat.get("seq").getAsLong()).isEqualTo(1);
        assertThat(repeat.get("dup").getAsBoolean()).isTrue();
        assertThat(peers[0].sendText("r", "c2", "waiting").get("seq").getAsLong())
                .isEqualTo(2);
        assertThat(Peer.texts(peers[1].takeEvents())).containsExactly("waiting");
    }

    @Test
    void tooMuchWaitingIsRefusedWithATimeAndNothingAckedIsLost() {
        TroubledStorage slow = new TroubledStorage();
        try (Chat small = Chat.open(slow, builder -> builder.limits(waiting(10)))) {
            Peer[] peers = small.channel("r", "alice", "bob");
            slow.holdAppends();
            List<Integer> ids = new ArrayList<>();
            for (int i = 0; i < 30; i++) ids.add(peers[0].postText("r", "c" + i, "m" + i));
            small.env.runAll();

            List<JsonObject> refusals = new ArrayList<>();
            for (int id : ids) peers[0].find(id).ifPresent(refusals::add);
            assertThat(refusals).hasSizeBetween(1, 20);
            for (JsonObject each : refusals) {
                JsonObject error = each.getAsJsonObject("error");
                assertThat(error.get("code").getAsString()).isEqualTo("UNAVAILABLE");
                assertThat(error.get("retryAfterMs").getAsLong()).isPositive();
                assertThat(error.has("unknown")).isFalse();
            }
            slow.releaseAppends();
            int accepted = 30 - refusals.size();
            assertThat(Peer.texts(peers[1].takeEvents())).hasSize(accepted);

            small.pass(Duration.ofSeconds(1));
            for (int i = 0; i < 30; i++)
                assertThat(peers[0].sendText("r", "c" + i, "m" + i).has("seq")).isTrue();
            assertThat(Peer.texts(peers[1].takeEvents())).hasSize(30 - accepted);
        }
    }

    private static Limits waiting(int laneEntries) {
        Limits.Queues queues = Limits.defaults().queues();
        return Chat.unhurried()
                .with(new Limits.Queues(
                        queues.outboxBytes(),
                        queues.inboundFrames(),
                        queues.inboundBytes(),
                        queues.nodeBytes(),
                        laneEntries));
    }
}
