package io.imbed.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** On real threads: that none sleeps while there is something to do is what this is about. */
class TaskThreadsTest {
    private final List<Thread> made = new ArrayList<>();
    private final List<Throwable> uncaught = new ArrayList<>();

    private TaskThreads threads(int count) {
        return new TaskThreads(count, task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((which, defect) -> uncaught.add(defect));
            made.add(thread);
            return thread;
        });
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(10, TimeUnit.SECONDS)) throw new AssertionError(latch.getCount() + " are missing");
    }

    private void awaitEnds() throws InterruptedException {
        for (Thread each : made) {
            each.join(10_000);
            assertThat(each.isAlive()).isFalse();
        }
    }

    @Test
    void oneThreadRunsTasksOfEachSenderInTheirOrder() throws Exception {
        int senders = 4;
        int each = 20_000;
        TaskThreads threads = threads(1);
        int[] next = new int[senders];
        CountDownLatch done = new CountDownLatch(senders * each);
        AtomicInteger wrong = new AtomicInteger();
        for (int i = 0; i < senders; i++) {
            int sender = i;
            new Thread(() -> {
                        for (int n = 0; n < each; n++) {
                            int number = n;
                            threads.execute(() -> {
                                if (next[sender]++ != number) wrong.incrementAndGet();
                                done.countDown();
                            });
                        }
                    })
                    .start();
        }
        await(done);
        assertThat(wrong).hasValue(0);
        threads.shutDown();
        awaitEnds();
    }

    /** Each task comes when all threads are asleep, or about to be: the moment in which one could be forgotten. */
    @Test
    void taskThatComesWhileThreadsFallAsleepIsRun() throws Exception {
        for (int count = 1; count <= 3; count++) {
            TaskThreads threads = threads(count);
            for (int i = 0; i < 20_000; i++) {
                CountDownLatch ran = new CountDownLatch(1);
                threads.execute(ran::countDown);
                await(ran);
            }
            threads.shutDown();
        }
        awaitEnds();
    }

    @Test
    void allThreadsWorkWhenThereIsEnoughForAll() throws Exception {
        TaskThreads threads = threads(3);
        CyclicBarrier together = new CyclicBarrier(3);
        CountDownLatch met = new CountDownLatch(3);
        for (int i = 0; i < 3; i++) {
            threads.execute(() -> {
                try {
                    together.await(10, TimeUnit.SECONDS);
                    met.countDown();
                } catch (Exception broken) {
                    throw new IllegalStateException(broken);
                }
            });
        }
        await(met);
        threads.shutDown();
        awaitEnds();
    }

    @Test
    void whatWasHandedOverIsDoneBeforeTheEndAndNothingIsTakenAfterwards() throws Exception {
        for (int round = 0; round < 200; round++) {
            TaskThreads threads = threads(2);
            ConcurrentLinkedQueue<Integer> done = new ConcurrentLinkedQueue<>();
            AtomicInteger taken = new AtomicInteger();
            CountDownLatch refused = new CountDownLatch(1);
            Thread sender = new Thread(() -> {
                try {
                    while (true) {
                        int number = taken.get();
                        threads.execute(() -> done.add(number));
                        taken.incrementAndGet();
                    }
                } catch (RejectedExecutionException ended) {
                    refused.countDown();
                }
            });
            sender.start();
            threads.shutDown();
            await(refused);
            awaitEnds();
            assertThat(done).hasSize(taken.get());
            assertThatThrownBy(() -> threads.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
            made.clear();
        }
    }

    @Test
    void taskThatThrowsIsToldAndTheThreadGoesOn() throws Exception {
        TaskThreads threads = threads(1);
        StackOverflowError defect = new StackOverflowError();
        CountDownLatch after = new CountDownLatch(1);
        threads.execute(() -> {
            throw defect;
        });
        threads.execute(after::countDown);
        await(after);
        threads.shutDown();
        awaitEnds();
        assertThat(uncaught).containsExactly(defect);
    }
}
