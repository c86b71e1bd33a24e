package io.imbed.internal.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.hook.HookOptions;
import io.imbed.internal.RealEnvironment;
import io.imbed.spi.Environment;
import io.imbed.spi.Turn;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On real threads: time-outs and interrupts are what this is about. */
class BulkheadTest {
    private static final HookOptions PATIENT = HookOptions.DEFAULT.withTimeout(Duration.ofMinutes(1));
    private static final HookOptions HASTY = HookOptions.DEFAULT.withTimeout(Duration.ofMillis(20));

    private final RealEnvironment env = new RealEnvironment("test");
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void close() {
        gate.countDown();
        env.close();
    }

    private static <T> T get(CompletableFuture<T> result) throws Exception {
        return result.get(10, TimeUnit.SECONDS);
    }

    private static void assertFails(CompletableFuture<?> result, Class<? extends Throwable> with) {
        assertThatThrownBy(() -> get(result))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(with);
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(10, TimeUnit.SECONDS)) throw new AssertionError("waited for nothing");
    }

    /** Waits for the gate whatever comes. */
    private boolean hang() {
        while (true) {
            try {
                return gate.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException ignored) {
                // That is what makes it hang.
            }
        }
    }

    /** Makes one call hang. On a busy machine a call may be late before it begins; then it does not run at all. */
    private void hangIn(Bulkhead hasty) {
        CountDownLatch began = new CountDownLatch(1);
        while (began.getCount() > 0) {
            CompletableFuture<Boolean> hanging = hasty.call(() -> {
                began.countDown();
                return hang();
            });
            assertFails(hanging, TimeoutException.class);
        }
    }

    /** The answer of a call, one of many if the machine is too busy for a hasty one. */
    private static boolean answersAtLast(Bulkhead hasty) throws Exception {
        boolean answered = false;
        for (int tries = 0; tries < 500 && !answered; tries++) {
            answered = get(hasty.call(() -> true).exceptionally(late -> false));
        }
        return answered;
    }

    @Test
    void answersWhatTheCodeAnswered() throws Exception {
        Bulkhead bulkhead = new Bulkhead("b", PATIENT, env);

        assertThat(get(bulkhead.call(() -> "yes"))).isEqualTo("yes");
        assertThat(get(bulkhead.callAsync(() -> CompletableFuture.completedFuture("yes"))))
                .isEqualTo("yes");
    }

    /** What it waits for must not be kept until its own turn ends. */
    @Test
    void codeMayWaitForALane() throws Exception {
        Bulkhead bulkhead = new Bulkhead("b", PATIENT, env);

        assertThat(get(bulkhead.call(() -> {
                    CountDownLatch ran = new CountDownLatch(1);
                    env.lanes().get(0).execute(ran::countDown);
                    return ran.await(10, TimeUnit.SECONDS);
                })))
                .isTrue();
    }

    @Test
    void threadThatHasTheAnswerDoesWhatFollowsFromItOnALane() throws Exception {
        Bulkhead bulkhead = new Bulkhead("b", PATIENT, env);
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Thread> calling = bulkhead.call(() -> {
            await(asked); // or what follows from the answer would be done here
            return Thread.currentThread();
        });
        CompletableFuture<Thread> following = new CompletableFuture<>();
        calling.thenRun(() -> env.lanes().get(0).execute(() -> following.complete(Thread.currentThread())));
        asked.countDown();

        assertThat(get(following)).isEqualTo(get(calling));
    }

    @Test
    void callsOfATurnAreHandedOverAtItsEnd() throws Exception {
        AtomicInteger handedOver = new AtomicInteger();
        Executor counting = task -> {
            handedOver.incrementAndGet();
            env.hooks().execute(task);
        };
        Bulkhead bulkhead = new Bulkhead("b", PATIENT, withHooks(counting));
        List<CompletableFuture<Integer>> results = new ArrayList<>();

        Turn.take(() -> {
            for (int i = 0; i < 5; i++) {
                int number = i;
                results.add(bulkhead.call(() -> number));
            }
            assertThat(handedOver).hasValue(0);
        });

        for (int i = 0; i < 5; i++) assertThat(get(results.get(i))).isEqualTo(i);
    }

    private Environment withHooks(Executor hooks) {
        return (Environment) Proxy.newProxyInstance(
                Environment.class.getClassLoader(),
                new Class<?>[] {Environment.class},
                (proxy, method, arguments) -> method.getName().equals("hooks") ? hooks : method.invoke(env, arguments));
    }

    @Test
    void failsWithWhateverTheCodeThrew() {
        Bulkhead bulkhead = new Bulkhead("b", PATIENT, env);

        assertFails(
                bulkhead.call(() -> {
                    throw new StackOverflowError();
                }),
                StackOverflowError.class);
        assertFails(bulkhead.callAsync(() -> null), NullPointerException.class);
    }

    @Test
    void callWithoutAnAnswerInTimeFailsAndItsThreadIsInterrupted() throws Exception {
        Bulkhead bulkhead = new Bulkhead("b", HASTY, env);
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);

        while (began.getCount() > 0) {
            CompletableFuture<Boolean> late = bulkhead.call(() -> {
                began.countDown();
                try {
                    return gate.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException expected) {
                    interrupted.countDown();
                    throw expected;
                }
            });
            assertFails(late, TimeoutException.class);
        }

        await(interrupted);
    }

    @Test
    void stageWithoutAnAnswerInTimeFails() {
        Bulkhead bulkhead = new Bulkhead("b", HASTY, env);

        assertFails(bulkhead.callAsync(CompletableFuture::new), TimeoutException.class);
    }

    @Test
    void interruptOfALateCallNeverHitsAnother() throws Exception {
        Bulkhead hasty = new Bulkhead("hasty", HASTY.withTimeout(Duration.ofMillis(1)), env);
        Bulkhead patient = new Bulkhead("patient", PATIENT, env);
        List<CompletableFuture<?>> all = new ArrayList<>();
        AtomicInteger hit = new AtomicInteger();

        for (int i = 0; i < 500; i++) {
            all.add(hasty.call(() -> {
                long end = System.nanoTime() + 1_000_000;
                while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) Thread.onSpinWait();
                return true;
            }));
            all.add(patient.call(() -> {
                if (Thread.interrupted()) hit.incrementAndGet();
                return true;
            }));
        }
        for (CompletableFuture<?> each : all) get(each.handle((value, error) -> true));

        assertThat(hit).hasValue(0);
    }

    @Test
    void noMoreRunAtOnceThanItsShareAndAllThatWaitGetTheirTurn() throws Exception {
        Bulkhead bulkhead = new Bulkhead("b", PATIENT.withConcurrency(3, 1_000), env);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<CompletableFuture<Integer>> results = new ArrayList<>();

        for (int i = 0; i < 500; i++) {
            int number = i;
            results.add(bulkhead.call(() -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                Thread.yield();
                running.decrementAndGet();
                return number;
            }));
        }

        for (int i = 0; i < 500; i++) assertThat(get(results.get(i))).isEqualTo(i);
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void callBeyondTheQueueFailsAtOnceAndThereIsRoomAgainLater() throws Exception {
        Bulkhead bulkhead = new Bulkhead("b", PATIENT.withConcurrency(1, 1), env);
        CompletableFuture<Boolean> first = bulkhead.call(this::hang);
        CompletableFuture<String> second = bulkhead.call(() -> "second");

        CompletableFuture<String> third = bulkhead.call(() -> "third");

        assertThat(third).isCompletedExceptionally();
        assertFails(third, RejectedExecutionException.class);
        gate.countDown();
        assertThat(get(first)).isTrue();
        assertThat(get(second)).isEqualTo("second");
        assertThat(get(bulkhead.call(() -> "fourth"))).isEqualTo("fourth");
    }

    @Test
    void callThatWaitedTooLongIsNotRunAnyMore() throws Exception {
        Bulkhead bulkhead = new Bulkhead("b", HASTY.withConcurrency(1, 10), env);
        AtomicBoolean ran = new AtomicBoolean();
        hangIn(bulkhead);
        CompletableFuture<Boolean> waiting = bulkhead.call(() -> {
            ran.set(true);
            return true;
        });
        assertFails(waiting, TimeoutException.class);

        gate.countDown();

        assertThat(answersAtLast(bulkhead)).isTrue();
        assertThat(ran).isFalse();
    }

    @Test
    void callThatNeverEndsCostsItsOwnShareAlone() throws Exception {
        Bulkhead bulkhead = new Bulkhead("b", HASTY.withConcurrency(2, 10), env);
        Bulkhead other = new Bulkhead("other", PATIENT, env);

        hangIn(bulkhead);

        assertThat(answersAtLast(bulkhead)).isTrue();
        hangIn(bulkhead);
        assertFails(bulkhead.call(() -> "none left"), TimeoutException.class);
        assertThat(get(other.call(() -> "untouched"))).isEqualTo("untouched");
    }

    @Test
    void insideIsTrueInTheCodeAndNotInWhatDependsOnIt() throws Exception {
        Bulkhead bulkhead = new Bulkhead("b", PATIENT, env);
        CountDownLatch hung = new CountDownLatch(1);

        CompletableFuture<Boolean> inside = bulkhead.call(() -> {
            await(hung);
            return Bulkhead.isInside();
        });
        CompletableFuture<Boolean> after = inside.thenApply(value -> Bulkhead.isInside());
        hung.countDown();

        assertThat(get(inside)).isTrue();
        assertThat(get(after)).isFalse();
        assertThat(Bulkhead.isInside()).isFalse();
    }

    @Test
    void everyCallIsAnsweredWhenTheThreadsEnd() throws Exception {
        Bulkhead bulkhead = new Bulkhead("b", PATIENT.withConcurrency(1, 20_000), env);
        List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
        CompletableFuture<Boolean> first = bulkhead.call(this::hang);
        for (int i = 0; i < 20_000; i++) waiting.add(bulkhead.call(() -> true));

        env.close();
        gate.countDown();

        get(first.handle((value, error) -> true));
        for (CompletableFuture<Boolean> each : waiting) get(each.handle((value, error) -> true));
    }
}
