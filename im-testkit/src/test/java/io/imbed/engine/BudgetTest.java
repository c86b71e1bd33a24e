package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.Limits;
import io.imbed.protocol.CloseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All that waits or is cached draws on one budget; when it is spent, caches go first and then who holds most. */
class BudgetTest {
    private static final int BUDGET = 4 * 1024 * 1024;
    private static final String LONG = "x".repeat(8_000);

    private final TroubledStorage storage = new TroubledStorage();
    private final Chat chat = Chat.open(storage, builder -> builder.limits(limits()));

    private static Limits limits() {
        Limits.Queues queues = Limits.defaults().queues();
        return Chat.unhurried().with(new Limits.Queues(4 * BUDGET, 2_000, BUDGET, BUDGET, queues.laneEntries()));
    }

    @AfterEach
    void close() {
        storage.releaseAppends();
        chat.close(); // which looks for bytes that leaked
    }

    @Test
    void clientsThatHoldMostAreClosedAndTheOthersMissNothing() {
        Peer[] peers = chat.channel("r", "alice", "bob", "stuck", "stuck2");
        for (int i = 2; i < 4; i++) peers[i].connection.stall();
        List<String> sent = new ArrayList<>();

        for (int i = 0; i < 1_000; i++) {
            String text = i + LONG;
            JsonObject reply = peers[0].sendText("r", "c" + i, text);
            if (reply.has("error")) {
                assertThat(Peer.code(reply)).isEqualTo("UNAVAILABLE");
                chat.pass(Duration.ofSeconds(1));
                assertThat(peers[0].sendText("r", "c" + i, text).has("seq")).isTrue();
            }
            sent.add(text);
        }

        assertThat(peers[0].closed()).isEmpty();
        assertThat(Peer.texts(peers[1].takeEvents())).isEqualTo(sent);
        for (int i = 2; i < 4; i++) {
            peers[i].connection.resume();
            assertThat(peers[i].closed()).contains(CloseReason.SLOW_CONSUMER);
        }
        assertThat(chat.figures.budgetUsed()).isLessThan(BUDGET);
    }

    @Test
    void cachesOfManyRoomsGiveWayBeforeAnybodyIsClosed() {
        Peer alice = chat.channel("r0", "alice")[0];
        for (int room = 1; room < 40; room++) chat.channel("r" + room);

        for (int room = 0; room < 40; room++) {
            for (int i = 0; i < 30; i++) chat.done(chat.server.rooms().send("r" + room, Draft.text(LONG)));
            chat.pass(Duration.ofSeconds(1));
        }

        assertThat(chat.figures.budgetUsed()).isLessThan(BUDGET);
        assertThat(alice.ask("ping", "").has("error")).isFalse();
        assertThat(alice.sendText("r0", "c1", "hi").has("seq")).isTrue();
        assertThat(alice.closed()).isEmpty();
    }

    @Test
    void whatWaitsForTheStorageCountsAndIsRefusedBeforeItIsTooMuch() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        storage.holdAppends();
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            ids.add(peers[0].postText("r", "c" + i, i + LONG));
            chat.env.runAll();
        }

        List<Integer> refused = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            int number = i;
            peers[0].find(ids.get(i)).ifPresent(reply -> {
                assertThat(Peer.code(reply)).isEqualTo("UNAVAILABLE");
                assertThat(reply.getAsJsonObject("error").get("retryAfterMs").getAsLong())
                        .isPositive();
                refused.add(number);
            });
        }
        assertThat(refused).hasSizeGreaterThan(100);
        storage.releaseAppends();
        chat.env.runAll();

        for (int i = 0; i < 600; i++) {
            if (!refused.contains(i))
                assertThat(peers[0].reply(ids.get(i)).has("seq")).isTrue();
        }
        assertThat(Peer.texts(peers[1].takeEvents())).hasSize(600 - refused.size());
        assertThat(peers[1].closed()).isEmpty();
        assertThat(peers[0].sendText("r", "c" + refused.get(0), refused.get(0) + LONG)
                        .has("seq"))
                .isTrue();
    }

    @Test
    void requestIsRefusedWhileWhatClientsHaveSentFillsTheBudgetAndMayBeRepeated() {
        Peer alice = chat.signIn("alice");
        Peer mallory = chat.signIn("mallory");
        String large = "{\"op\":\"ping\",\"id\":9,\"x\":\"" + "x".repeat(60_000) + "\"}\n";

        mallory.line(large.repeat(60)); // so much waits for a worker; a short line is looked at when it comes in
        int first = alice.post("ping", "");
        chat.env.runAll();

        JsonObject error = alice.reply(first).getAsJsonObject("error");
        assertThat(error.get("code").getAsString()).isEqualTo("UNAVAILABLE");
        assertThat(error.get("message").getAsString()).contains("out of memory");
        assertThat(error.get("retryable").getAsBoolean()).isTrue();
        assertThat(error.get("retryAfterMs").getAsLong()).isEqualTo(1_000);
        assertThat(error.has("unknown")).isFalse();
        alice.ok("ping", "");
        assertThat(mallory.closed()).isEmpty();
    }

    @Test
    void allIsGivenBackByThoseWhoAreCutOffAndThoseWhoLeave() {
        Peer[] peers = chat.channel("r", "alice", "bob", "carol", "dave");
        long before = chat.figures.budgetUsed();
        for (int i = 1; i < 4; i++) peers[i].connection.stall();
        for (int i = 0; i < 20; i++) peers[0].sendText("r", "c" + i, i + LONG);
        assertThat(chat.figures.budgetUsed()).isGreaterThan(before + 300_000); // the ring's, and what waits

        peers[1].connection.cut();
        peers[2].connection.cutUnnoticed();
        peers[3].connection.resume();
        chat.env.runAll();
        chat.done(chat.server.rooms().kick("r", "dave"));
        chat.pass(Duration.ofMinutes(1));

        assertThat(chat.figures.budgetUsed()).isLessThan(before + 200_000); // the ring's alone
    }
}
