package io.imbed.internal.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.hook.HookOptions;
import io.imbed.internal.RealEnvironment;
import io.imbed.spi.Environment;
import io.imbed.spi.Scheduler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * How many threads it asks for, and when it sets a timer. Time stands still but for {@link #pass}; threads are asked for
 * by {@link #asked}.
 */
class BulkheadThreadsTest {
    private static final HookOptions OPTIONS = HookOptions.DEFAULT.withTimeout(Duration.ofMinutes(1));

    private final RealEnvironment real = new RealEnvironment("test");
    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<Runnable> asked = new ArrayList<>();
    private final List<Due> timers = new ArrayList<>();
    private final Bulkhead bulkhead = new Bulkhead("b", OPTIONS, byHand());
    private long now;

    private record Due(long at, Runnable task) {}

    private Environment byHand() {
        Scheduler scheduler = new Scheduler() {
            @Override
            public long nanoTime() {
                return now;
            }

            @Override
            public Timer schedule(Duration delay, Runnable task) {
                timers.add(new Due(now + delay.toNanos(), task));
                return () -> {};
            }
        };
        return (Environment) Proxy.newProxyInstance(
                Environment.class.getClassLoader(),
                new Class<?>[] {Environment.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "hooks" -> (Executor) asked::add;
                    case "scheduler" -> scheduler;
                    default -> method.invoke(real, arguments);
                });
    }

    @AfterEach
    void close() {
        gate.countDown();
        real.close();
    }

    private void pass(Duration time) {
        now += time.toNanos();
        List<Due> due = timers.stream().filter(each -> each.at() <= now).toList();
        timers.removeAll(due);
        due.forEach(each -> each.task().run());
    }

    private void callThatWaits(CountDownLatch began) {
        bulkhead.call(() -> {
            began.countDown();
            return gate.await(10, TimeUnit.SECONDS);
        });
    }

    /** Gives the thread that was asked for last, a real one, to a call that waits for something. */
    private void hang() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        callThatWaits(began);
        begin(began);
    }

    private void begin(CountDownLatch began) throws Exception {
        real.hooks().execute(asked.remove(asked.size() - 1));
        assertThat(began.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shortCallsShareOneThread() {
        List<CompletableFuture<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            results.add(bulkhead.call(() -> number));
        }

        assertThat(asked).hasSize(1);
        asked.get(0).run();
        assertThat(asked).hasSize(1);
        for (int i = 0; i < 20; i++) assertThat(results.get(i)).isCompletedWithValue(i);
    }

    @Test
    void whatWaitsBehindACallThatWaitsGetsAThreadOfItsOwnSoon() throws Exception {
        hang();
        CompletableFuture<Boolean> second = bulkhead.call(() -> true);
        assertThat(asked).isEmpty();
        pass(Duration.ofMillis(1));
        assertThat(asked).isEmpty();

        pass(Duration.ofMillis(1));

        assertThat(asked).hasSize(1);
        asked.get(0).run();
        assertThat(second).isCompletedWithValue(true);
    }

    @Test
    void whoeverComesLaterFindsThatACallWaits() throws Exception {
        hang();
        pass(Duration.ofMillis(2));

        bulkhead.call(() -> true);

        assertThat(asked).hasSize(1);
    }

    @Test
    void asManyGetThreadsAsTheirShareAllows() throws Exception {
        for (int i = 0; i < OPTIONS.concurrency(); i++) {
            hang();
            pass(Duration.ofMillis(2));
        }
        bulkhead.call(() -> true);

        for (int i = 0; i < 100; i++) pass(Duration.ofMillis(2));

        assertThat(asked).isEmpty();
        assertThat(timers).as("only the time-out").hasSize(1);
    }

    @Test
    void callsThatComeFasterThanTheyAreMadeGetAnotherThread() {
        Callable<Boolean> slow = () -> {
            pass(Duration.ofMillis(1));
            return true;
        };
        for (int i = 0; i < 20; i++) bulkhead.call(slow);
        assertThat(asked).hasSize(1);

        asked.get(0).run();

        assertThat(asked).hasSize(2);
    }

    /** Nobody calls in any more: it is up to the timer to go on looking. */
    @Test
    void eachOfSeveralThatHangGivesWayToTheNext() throws Exception {
        hang();
        CountDownLatch began = new CountDownLatch(1);
        callThatWaits(began);
        CompletableFuture<Boolean> third = bulkhead.call(() -> true);
        pass(Duration.ofMillis(2));
        begin(began);
        assertThat(third).isNotDone();

        pass(Duration.ofMillis(2));

        assertThat(asked).hasSize(1);
        asked.get(0).run();
        assertThat(third).isCompletedWithValue(true);
    }

    @Test
    void whoLooksTooEarlyLooksAgain() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        bulkhead.call(() -> {
            pass(Duration.ofMillis(1));
            return true;
        });
        callThatWaits(began);
        bulkhead.call(() -> true);
        begin(began);
        pass(Duration.ofMillis(1));
        assertThat(asked).isEmpty();

        pass(Duration.ofMillis(2));

        assertThat(asked).hasSize(1);
    }

    @Test
    void answerThatIsThereSetsNoTimer() {
        CompletableFuture<Boolean> first = bulkhead.callAsync(() -> CompletableFuture.completedStage(true));
        int before = timers.size();

        asked.get(0).run();

        assertThat(first).isCompletedWithValue(true);
        assertThat(timers).hasSize(before);
    }

    @Test
    void timeForALateAnswerCountsFromTheCall() {
        CompletableFuture<Boolean> result = bulkhead.callAsync(CompletableFuture::new);
        pass(Duration.ofSeconds(30));
        asked.get(0).run();

        pass(Duration.ofSeconds(29));
        assertThat(result).isNotDone();
        pass(Duration.ofSeconds(1));

        assertThat(result)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withRootCauseInstanceOf(TimeoutException.class);
    }
}
