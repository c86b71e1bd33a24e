package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.spi.AccessPolicy.Operation;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Joining as a member, as all do who come back, where the host has a policy. */
class JoinAgainTest {
    private final TroubledStorage storage = new TroubledStorage();
    private final Set<Operation> asked = EnumSet.noneOf(Operation.class);
    private CompletableFuture<Boolean> answer = CompletableFuture.completedFuture(true);
    private final Chat chat = Chat.open(
            storage,
            builder -> builder.limits(Chat.unhurried()).accessPolicy(access -> {
                asked.add(access.operation());
                return answer;
            }));
    private final Peer alice = chat.channel("r", "alice", "bob")[0];

    @AfterEach
    void close() {
        storage.reads().release();
        storage.releaseAppends();
        chat.close();
    }

    private static boolean isMember(JsonObject joined) {
        return joined.getAsJsonObject("room").has("role");
    }

    @Test
    void neitherThePolicyNorTheStorageIsAskedWhetherAMemberMayJoin() {
        asked.clear();
        storage.reads().hold(TroubledReads.Kind.RESTRAINTS);

        JsonObject joined = alice.ok("join", "\"room\":\"r\"");

        assertThat(isMember(joined)).isTrue();
        assertThat(asked).containsExactly(Operation.READ);
    }

    @Test
    void whoLeavesJustNowIsAMemberAgain() {
        Peer elsewhere = chat.signIn("alice");
        storage.holdAppends();
        int leave = alice.post("leave", "\"room\":\"r\"");
        chat.env.runAll();
        int join = elsewhere.post("join", "\"room\":\"r\"");
        chat.env.runAll();

        storage.releaseAppends();
        chat.env.runAll();

        assertThat(alice.reply(leave).has("code")).isFalse();
        assertThat(isMember(elsewhere.reply(join))).isTrue();
        assertThat(storage.real()
                        .store()
                        .member("r", "alice")
                        .toCompletableFuture()
                        .join())
                .isPresent();
    }

    @Test
    void whoIsRemovedWhileThePolicyIsAskedFollowsNoMore() {
        answer = new CompletableFuture<>();
        int join = alice.post("join", "\"room\":\"r\"");
        chat.env.runAll();
        chat.done(chat.server.rooms().kick("r", "alice"));

        answer.complete(true);
        chat.env.runAll();

        assertThat(isMember(alice.reply(join))).isFalse();
        chat.signIn("carol").ok("join", "\"room\":\"r\"");
        assertThat(alice.takeEvents().toString()).doesNotContain("carol");
    }
}
