package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.hook.BeforeJoin;
import io.imbed.hook.BeforeLeave;
import io.imbed.hook.Verdict;
import io.imbed.protocol.EventBody;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Promise 3 where something comes between: what one session sends to one room is numbered in the order it was sent. */
class SenderOrderTest {

    @Test
    void whatIsDecidedAgainComesBeforeWhatWasSentMeanwhile() {
        TroubledStorage storage = new TroubledStorage();
        try (Chat chat = Chat.open(storage, builder -> builder.limits(Chat.unhurried()))) {
            Peer[] peers = chat.channel("r", "alice", "bob", "carol");
            storage.holdAppends();
            for (String text : List.of("m0", "m1")) peers[0].postText("r", text, text);
            chat.env.runAll();
            RoomState state = storage.room("r");
            Outcome kicked = storage.store(
                    new Entry( // by another node, so that what is out is stale
                            "r",
                            new Guard.At(state.epoch(), state.policy()),
                            chat.env.clock().instant(),
                            "~system",
                            List.of(new Change.Dismiss("carol")),
                            List.of(new EventBody.Kicked("carol"))));
            for (String text : List.of("m2", "m3")) peers[0].postText("r", text, text);
            chat.env.runAll();

            storage.releaseAppends();

            assertThat(kicked).isInstanceOf(Outcome.Stored.class);
            assertThat(Peer.texts(peers[1].takeEvents())).containsExactly("m0", "m1", "m2", "m3");
        }
    }

    @Test
    void sendBehindAJoinThatTheHostIsAskedAboutWaitsForIt() {
        HeldThreads[] hooks = new HeldThreads[1];
        try (Chat chat = Chat.open(
                MemoryStorage.create(),
                env -> hooks[0] = new HeldThreads(env, HeldThreads.Kind.HOOKS),
                builder -> builder.limits(Chat.unhurried()).on(BeforeJoin.class, attempt -> Verdict.allow()))) {
            chat.channel("r");
            Peer alice = chat.signIn("alice");
            hooks[0].hold();

            alice.post("join", "\"room\":\"r\"");
            int sent = alice.postText("r", "c1", "hi");
            chat.env.runAll();
            hooks[0].release();
            chat.env.runAll();

            assertThat(alice.reply(sent).get("seq").getAsLong()).isEqualTo(1);
        }
    }

    @Test
    void sendBehindALeaveThatTheHostIsAskedAboutIsRefused() {
        HeldThreads[] hooks = new HeldThreads[1];
        try (Chat chat = Chat.open(
                MemoryStorage.create(),
                env -> hooks[0] = new HeldThreads(env, HeldThreads.Kind.HOOKS),
                builder -> builder.limits(Chat.unhurried()).on(BeforeLeave.class, attempt -> Verdict.allow()))) {
            Peer alice = chat.channel("r", "alice")[0];
            hooks[0].hold();

            alice.post("leave", "\"room\":\"r\"");
            int sent = alice.postText("r", "c1", "hi");
            chat.env.runAll();
            hooks[0].release();
            chat.env.runAll();

            assertThat(Peer.code(alice.reply(sent))).isEqualTo("FORBIDDEN");
        }
    }

    /** On real threads: two that took lines of one connection at once would swap some of so many. */
    @Test
    void linesOfOneConnectionAreHandledOneAfterTheOther() {
        int count = 5_000;
        int atOnce = 200; // fewer than a connection may have under way
        try (LiveChat chat = LiveChat.open(builder -> {})) {
            LiveChat.done(chat.server.rooms().create(NewRoom.channel("r")));
            LiveChat.Client alice = chat.signIn("alice");
            alice.ok("join", "\"room\":\"r\"");

            List<Long> seqs = new ArrayList<>();
            for (int from = 0; from < count; from += atOnce) {
                List<CompletableFuture<JsonObject>> sent = new ArrayList<>();
                for (int i = from; i < from + atOnce; i++) sent.add(alice.postText("r", "c" + i, "m" + i));
                for (CompletableFuture<JsonObject> each : sent) {
                    seqs.add(LiveChat.done(each).get("seq").getAsLong());
                }
            }

            assertThat(seqs).isSorted().hasSize(count);
        }
    }
}
