package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.ImServer;
import io.imbed.MemoryStorage;
import io.imbed.hook.BeforeSend;
import io.imbed.hook.HookOptions;
import io.imbed.hook.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hooks that fail, take their time, or never answer. */
class HookTroubleTest {
    private Chat chat;
    private HeldThreads hooks;

    @AfterEach
    void close() {
        hooks.release();
        chat.close();
    }

    private void open(Consumer<ImServer.Builder> settings) {
        chat = Chat.open(
                MemoryStorage.create(),
                env -> hooks = new HeldThreads(env, HeldThreads.Kind.HOOKS),
                builder -> settings.accept(builder.limits(Chat.unhurried())));
    }

    private static BeforeSend appending(String suffix) {
        return attempt -> Verdict.replace(
                attempt.draft().withText(attempt.draft().content().fallback() + suffix));
    }

    static Stream<BeforeSend> failing() {
        return Stream.of(
                attempt -> {
                    throw new IllegalStateException("the filter is broken");
                },
                attempt -> {
                    throw new java.io.IOException("the filter is away");
                },
                attempt -> {
                    throw new StackOverflowError();
                },
                attempt -> null,
                attempt -> Verdict.replace(null),
                attempt -> new Verdict.Reject(null, null));
    }

    @ParameterizedTest
    @MethodSource("failing")
    void hookThatFailsClosesAndTheRetryAsksItAgain(BeforeSend failing) {
        boolean[] broken = {true};
        open(builder ->
                builder.on(BeforeSend.class, attempt -> broken[0] ? failing.beforeSend(attempt) : Verdict.allow()));
        Peer[] peers = chat.channel("r", "alice", "bob");

        JsonObject error = peers[0].sendText("r", "c1", "hi").getAsJsonObject("error");
        broken[0] = false;

        assertThat(error.get("code").getAsString()).isEqualTo("UNAVAILABLE");
        assertThat(error.get("retryable").getAsBoolean()).isTrue();
        assertThat(error.has("unknown")).isFalse();
        assertThat(peers[1].takeEvents()).isEmpty();
        assertThat(peers[0].sendText("r", "c1", "hi").has("seq")).isTrue();
    }

    @ParameterizedTest
    @MethodSource("failing")
    void hookDeclaredOpenThatFailsLetsPass(BeforeSend failing) {
        open(builder -> builder.on(BeforeSend.class, appending(" 1"))
                .on(BeforeSend.class, failing, HookOptions.DEFAULT.open())
                .on(BeforeSend.class, appending(" 2")));
        Peer[] peers = chat.channel("r", "alice", "bob");

        assertThat(peers[0].sendText("r", "c1", "hi").has("seq")).isTrue();

        assertThat(Peer.texts(peers[1].takeEvents())).containsExactly("hi 1 2");
    }

    @Test
    void hookWithoutAnAnswerInTimeClosesAndItsLateVerdictCountsNoMore() {
        open(builder -> builder.on(BeforeSend.class, attempt -> Verdict.allow()));
        Peer[] peers = chat.channel("r", "alice", "bob");
        hooks.hold();
        int id = peers[0].postText("r", "c1", "hi");

        chat.pass(Duration.ofMillis(1_999));
        assertThat(peers[0].find(id)).isEmpty();
        chat.pass(Duration.ofMillis(1));

        assertThat(Peer.code(peers[0].reply(id))).isEqualTo("UNAVAILABLE");
        hooks.release();
        chat.env.runAll();
        assertThat(peers[1].takeEvents()).isEmpty();
        assertThat(peers[0].sendText("r", "c1", "hi").get("seq").getAsLong()).isEqualTo(1);
    }

    @Test
    void hookDeclaredOpenWithoutAnAnswerInTimeLetsPass() {
        open(builder -> builder.on(
                BeforeSend.class,
                attempt -> Verdict.reject("too late"),
                HookOptions.DEFAULT.open().withTimeout(Duration.ofMillis(500))));
        Peer[] peers = chat.channel("r", "alice", "bob");
        hooks.hold();
        peers[0].postText("r", "c1", "hi");

        chat.pass(Duration.ofMillis(499));
        assertThat(peers[1].takeEvents()).isEmpty();
        chat.pass(Duration.ofMillis(1));

        assertThat(Peer.texts(peers[1].takeEvents())).containsExactly("hi");
    }

    @Test
    void callsBeyondTheQueueOfAHookFailAtOnceAndThoseInItPass() {
        open(builder ->
                builder.on(BeforeSend.class, attempt -> Verdict.allow(), HookOptions.DEFAULT.withConcurrency(1, 2)));
        Peer[] peers = chat.channel("r", "alice", "bob", "carol", "dave");
        hooks.hold();

        int[] ids = new int[4];
        for (int i = 0; i < 4; i++) {
            ids[i] = peers[i].postText("r", "c1", "m" + i);
            chat.env.runAll();
        }

        assertThat(Peer.code(peers[3].reply(ids[3]))).isEqualTo("UNAVAILABLE");
        for (int i = 0; i < 3; i++) assertThat(peers[i].find(ids[i])).isEmpty();
        hooks.release();
        chat.env.runAll();
        for (int i = 0; i < 3; i++) {
            assertThat(peers[i].reply(ids[i]).get("seq").getAsLong()).isEqualTo(i + 1);
        }
    }

    @Test
    void sendsOfOneSessionKeepTheirOrderWhileTheFirstHookIsSlow() {
        open(builder -> builder.on(BeforeSend.class, attempt -> Verdict.allow()));
        Peer[] peers = chat.channel("r", "alice", "bob");
        hooks.hold();
        peers[0].postText("r", "c1", "one");
        peers[0].postText("r", "c2", "two");
        peers[0].postText("r", "c3", "three");
        peers[1].postText("r", "c1", "bob's");
        chat.env.runAll();

        while (hooks.held() > 0) {
            hooks.releaseNewest();
            chat.env.runAll();
        }

        List<String> texts = new ArrayList<>(Peer.texts(peers[1].takeEvents()));
        assertThat(texts.remove("bob's")).isTrue();
        assertThat(texts).containsExactly("one", "two", "three");
    }

    @Test
    void joinLeaveAndSendOfOneSessionKeepTheirOrderWhileHooksAreSlow() {
        open(builder -> builder.on(BeforeSend.class, attempt -> Verdict.allow()));
        chat.channel("r");
        Peer alice = chat.signIn("alice");
        hooks.hold();

        int join = alice.post("join", "\"room\":\"r\"");
        int sent = alice.postText("r", "c1", "hi");
        int leave = alice.post("leave", "\"room\":\"r\"");
        int late = alice.postText("r", "c2", "too late");
        chat.env.runAll();
        hooks.release();
        chat.env.runAll();

        assertThat(alice.reply(join).has("room")).isTrue();
        assertThat(alice.reply(sent).get("seq").getAsLong()).isEqualTo(1);
        assertThat(alice.reply(leave).has("error")).isFalse();
        assertThat(Peer.code(alice.reply(late))).isEqualTo("FORBIDDEN");
    }

    @Test
    void slowHookHoldsUpNoOtherRoomAndNoOtherRequestOfTheSession() {
        open(builder -> builder.on(
                BeforeSend.class, attempt -> Verdict.allow(), HookOptions.DEFAULT.withTimeout(Duration.ofMinutes(1))));
        Peer alice = chat.channel("r", "alice")[0];
        chat.channel("other");
        alice.ok("join", "\"room\":\"other\"");
        hooks.hold();
        int slow = alice.postText("r", "c1", "hi");
        chat.env.runAll();
        int next = alice.postText("other", "c1", "hi");
        chat.env.runAll();

        assertThat(alice.ok("ping", "").has("re")).isTrue();
        assertThat(alice.ok("history", "\"room\":\"r\"").getAsJsonArray("messages"))
                .isEmpty();
        assertThat(alice.ok("members", "\"room\":\"r\"").getAsJsonArray("members"))
                .hasSize(1);
        assertThat(hooks.held()).isPositive(); // the hook is being asked
        assertThat(alice.find(slow)).isEmpty();
        hooks.release();
        chat.env.runAll();
        assertThat(alice.reply(next).has("seq")).isTrue();
        assertThat(alice.reply(slow).has("seq")).isTrue();
    }

    @Test
    void membershipIsDecidedAfterTheHookHasAnswered() {
        open(builder -> builder.on(BeforeSend.class, attempt -> Verdict.allow()));
        Peer[] peers = chat.channel("r", "alice", "bob");
        hooks.hold();
        int id = peers[0].postText("r", "c1", "hi");
        chat.env.runAll();
        CompletionStage<Void> kicked = chat.server.rooms().kick("r", "alice");
        chat.env.runAll();

        hooks.release();
        chat.done(kicked);

        assertThat(Peer.code(peers[0].reply(id))).isEqualTo("FORBIDDEN");
        assertThat(Peer.texts(peers[1].takeEvents())).isEmpty();
    }
}
