package io.imbed.internal;

import static io.imbed.internal.MadeThreads.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** On real threads: that none sleeps while there is something to do is what this is about. */
class TaskThreadsTest {
    private final MadeThreads made = new MadeThreads();

    @Test
    void oneThreadRunsTasksOfEachSenderInTheirOrder() throws Exception {
        int senders = 4;
        int each = 20_000;
        TaskThreads threads = new TaskThreads(1, made);
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
        made.awaitEnds();
    }

    /** Each task comes when all threads are asleep, or about to be: the moment in which one could be forgotten. */
    @Test
    void taskThatComesWhileThreadsFallAsleepIsRun() throws Exception {
        for (int count = 1; count <= 3; count++) {
            TaskThreads threads = new TaskThreads(count, made);
            for (int i = 0; i < 20_000; i++) {
                CountDownLatch ran = new CountDownLatch(1);
                threads.execute(ran::countDown);
                await(ran);
            }
            threads.shutDown();
        }
        made.awaitEnds();
    }

    @Test
    void allThreadsWorkWhenThereIsEnoughForAll() throws Exception {
        TaskThreads threads = new TaskThreads(3, made);
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
        made.awaitEnds();
    }

    @Test
    void whatWasHandedOverIsDoneBeforeTheEndAndNothingIsTakenAfterwards() throws Exception {
        for (int round = 0; round < 200; round++) {
            TaskThreads threads = new TaskThreads(2, made);
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
            made.awaitEnds();
            assertThat(done).hasSize(taken.get());
            assertThatThrownBy(() -> threads.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        }
    }

    @Test
    void taskThatThrowsIsToldAndTheThreadGoesOn() throws Exception {
        TaskThreads threads = new TaskThreads(1, made);
        StackOverflowError defect = new StackOverflowError();
        CountDownLatch after = new CountDownLatch(1);
        threads.execute(() -> {
            throw defect;
        });
        threads.execute(after::countDown);
        await(after);
        threads.shutDown();
        made.awaitEnds();
        assertThat(made.uncaught()).containsExactly(defect);
    }
}
