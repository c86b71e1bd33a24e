package io.imbed.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.spi.Scheduler;
import io.imbed.testkit.ManualEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LoopTest {
    @RegisterExtension
    final LogGuard log = new LogGuard();

    @Test
    void tasksRunOneAtATimeInOrderOnManyThreads() throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        ManualEnvironment environment = ManualEnvironment.create();
        Loop loop = new Loop(pool, environment.scheduler());
        List<Integer> order = new ArrayList<>(); // no lock: the loop gives the order and the memory
        AtomicBoolean running = new AtomicBoolean();
        AtomicBoolean overlapped = new AtomicBoolean();
        CountDownLatch done = new CountDownLatch(10_000);
        for (int i = 0; i < 10_000; i++) {
            int number = i;
            loop.execute(() -> {
                if (!running.compareAndSet(false, true)) overlapped.set(true);
                order.add(number);
                running.set(false);
                done.countDown();
            });
        }

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        pool.shutdown();
        assertThat(overlapped).isFalse();
        assertThat(order).hasSize(10_000).isSorted();
    }

    @Test
    void timerThatIsCancelledWhileItIsHandedOverDoesNotRun() {
        ManualEnvironment environment = ManualEnvironment.create();
        Loop loop = new Loop(environment.worker(), environment.scheduler());
        List<String> ran = new ArrayList<>();
        Scheduler.Timer[] timer = new Scheduler.Timer[1];
        loop.execute(() -> timer[0] = loop.after(Duration.ofSeconds(1), () -> ran.add("timer")));
        environment.runAll();

        environment.leap(Duration.ofSeconds(1));
        environment.run(1); // the timer hands its task over
        timer[0].cancel(); // as the task that runs before it would
        environment.runAll();

        assertThat(ran).isEmpty();
    }

    @Test
    void taskThatThrowsHarmsNoOther() {
        ManualEnvironment environment = ManualEnvironment.create();
        Loop loop = new Loop(environment.worker(), environment.scheduler());
        List<String> ran = new ArrayList<>();
        loop.execute(() -> {
            throw new StackOverflowError("deep");
        });
        loop.execute(() -> ran.add("next"));
        environment.runAll();

        assertThat(ran).containsExactly("next");
        assertThat(log.errors()).hasSize(1);
    }

    @Test
    void whatWasTakenOverIsDoneThoughTheOneBeforeItWasTurnedAway() {
        List<String> ran = new ArrayList<>();
        List<Boolean> taken = new ArrayList<>();
        Loop[] loop = new Loop[1];
        loop[0] = new Loop(
                task -> {
                    // Another thread comes by just before the executor says no.
                    if (taken.isEmpty()) taken.add(loop[0].offer(() -> ran.add("second")));
                    throw new RejectedExecutionException();
                },
                ManualEnvironment.create().scheduler());

        taken.add(loop[0].offer(() -> ran.add("first")));

        assertThat(taken).containsExactly(true, false);
        assertThat(ran).containsExactly("second");
        assertThat(loop[0].offer(() -> ran.add("third"))).isFalse();
    }

    @Test
    void whatWasTakenOverIsDoneThoughTheExecutorIsShutDown() throws InterruptedException {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        Loop loop = new Loop(pool, ManualEnvironment.create().scheduler());
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        loop.execute(() -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(loop.offer(second::countDown)).isTrue();
        pool.shutdown();
        go.countDown();

        assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(loop.offer(() -> {})).isFalse();
    }
}
