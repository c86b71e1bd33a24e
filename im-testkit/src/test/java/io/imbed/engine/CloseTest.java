package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.Draft;
import io.imbed.NewRoom;
import io.imbed.hook.BeforeSend;
import io.imbed.hook.Verdict;
import io.imbed.protocol.CloseReason;
import io.imbed.protocol.Result;
import io.imbed.protocol.UnavailableException;
import io.imbed.testkit.Together;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** close() on real threads: at once, and whatever goes on. */
@Timeout(30)
class CloseTest {
    @Test
    void closeEndsEveryConnectionWithARestartAndReturns() {
        LiveChat chat = LiveChat.open(builder -> {});
        LiveChat.Client alice = chat.signIn("alice");
        LiveChat.Client bob = chat.signIn("bob");

        chat.close();

        assertThat(LiveChat.done(alice.closed())).isEqualTo(CloseReason.RESTART);
        assertThat(LiveChat.done(bob.closed())).isEqualTo(CloseReason.RESTART);
        assertThat(chat.server.sessions().count()).isZero();
        chat.close();
    }

    @Test
    void closeOfAServerThatNeverStartedEndsItsThreads() {
        LiveChat chat = LiveChat.notStarted();

        chat.close();

        assertThat(chat.server.drain(Duration.ZERO).toCompletableFuture()).isCompleted();
        assertThatThrownBy(chat.server::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closeWaitsForNoHookAndLeavesNobodyWithoutAnAnswer() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        LiveChat chat = LiveChat.open(builder -> builder.on(BeforeSend.class, attempt -> {
            asked.countDown();
            new CountDownLatch(1).await();
            return Verdict.allow();
        }));
        LiveChat.done(chat.server.rooms().create(NewRoom.channel("r")));
        CompletableFuture<Result.Sent> stuck =
                chat.server.rooms().send("r", Draft.text("hi")).toCompletableFuture();
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

        chat.close();

        assertThatThrownBy(() -> stuck.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(UnavailableException.class);
    }

    @Test
    void closeDuringADrainEndsItAtOnce() {
        LiveChat chat = LiveChat.open(builder -> {});
        LiveChat.Client alice = chat.signIn("alice");
        CompletableFuture<Void> drained =
                chat.server.drain(Duration.ofMinutes(5)).toCompletableFuture();

        chat.close();

        assertThat(drained).isCompleted();
        assertThat(LiveChat.done(alice.closed())).isEqualTo(CloseReason.RESTART);
    }

    @Test
    void callsOfManyThreadsWhileItClosesAreAllAnswered() throws Exception {
        LiveChat chat = LiveChat.open(builder -> {});
        LiveChat.done(chat.server.rooms().create(NewRoom.channel("r")));
        CountDownLatch going = new CountDownLatch(4);
        CompletableFuture<?>[] threads = new CompletableFuture<?>[4];
        for (int t = 0; t < threads.length; t++) {
            threads[t] = Together.start(() -> {
                boolean open = true;
                for (int i = 0; i < 100_000 && open; i++) {
                    open = LiveChat.done(
                            chat.server.rooms().send("r", Draft.text("hi")).handle((sent, error) -> error == null));
                    if (i == 20) going.countDown();
                }
            });
        }
        assertThat(going.await(20, TimeUnit.SECONDS)).isTrue();

        chat.close();

        CompletableFuture.allOf(threads).get(20, TimeUnit.SECONDS);
    }
}
