package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.Health;
import io.imbed.Limits;
import io.imbed.MemoryStorage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What operators' probes are told of a server. */
class HealthTest {
    private final TroubledStorage storage = new TroubledStorage();
    private Chat chat = Chat.open(storage, builder -> {});

    @AfterEach
    void close() {
        chat.close();
    }

    /** After as long as it may take. */
    private Health health() {
        CompletableFuture<Health> health = chat.server.health().toCompletableFuture();
        chat.pass(Duration.ofSeconds(2));
        return health.join();
    }

    @Test
    void serverThatWorksIsReady() {
        assertThat(health()).isEqualTo(new Health(true, true, List.of()));
    }

    @Test
    void storageThatTakesNothingIsWaitedForOutsideOfTheServer() {
        storage.reads().failing(true);
        Health health = health();
        assertThat(health.live()).isTrue();
        assertThat(health.ready()).isFalse();
        assertThat(health.problems()).containsExactly("the storage takes nothing");

        storage.reads().failing(false);
        assertThat(health().ready()).isTrue();
    }

    @Test
    void storageThatDoesNotAnswerTakesNothing() {
        storage.reads().hold();

        assertThat(health().problems()).containsExactly("the storage takes nothing");
        storage.reads().release();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "HOOKS")
    void threadsThatMakeNoProgressAreWorthAnotherStart(HeldThreads.Kind kind) {
        chat.close();
        HeldThreads[] threads = new HeldThreads[1];
        chat = Chat.open(MemoryStorage.create(), env -> threads[0] = new HeldThreads(env, kind), builder -> {});
        assertThat(health().live()).isTrue();

        threads[0].hold();
        Health health = health();
        threads[0].release();

        assertThat(health.live()).isFalse();
        assertThat(health.ready()).isFalse();
        assertThat(health.problems()).hasSize(1);
        assertThat(health().live()).isTrue();
    }

    @Test
    void fullServerIsNotReady() {
        chat.close();
        Limits limits = Limits.defaults();
        chat = Chat.open(builder -> builder.limits(limits.with(new Limits.Connections(2, 2, 2, 8 * 1024))));
        chat.connect();
        assertThat(health().ready()).isTrue();
        Peer second = chat.connect();

        assertThat(health().problems()).containsExactly("the server is full: 2 connections");
        assertThat(health().live()).isTrue();
        second.connection.cut();
        assertThat(health().ready()).isTrue();
    }

    @Test
    void serverThatIsDrainedIsLiveAndNotReady() {
        chat.signIn("alice");
        chat.server.drain(Duration.ofMinutes(1));

        Health health = health();

        assertThat(health.live()).isTrue();
        assertThat(health.problems()).containsExactly("the server is going down");
    }

    @Test
    void serverThatHasEndedIsNotLive() {
        chat.server.drain(Duration.ZERO);
        chat.pass(Duration.ofMinutes(1));

        assertThat(health()).isEqualTo(new Health(false, false, List.of("the server has ended")));
    }
}
