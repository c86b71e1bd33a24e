package io.imbed.internal;

import static io.imbed.internal.MadeThreads.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.spi.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On real threads: that nothing is forgotten between those who might do it is what this is about. */
class LaneThreadTest {
    private final MadeThreads made = new MadeThreads();
    private final LaneThread lane = new LaneThread(made);

    @AfterEach
    void end() throws InterruptedException {
        lane.shutDown();
        made.awaitEnds();
    }

    /** Half of the senders are in turns, and help; now and then one has more than it may do in a row. */
    @Test
    void tasksOfEachSenderRunOneAtATimeInTheirOrder() throws Exception {
        int senders = 4;
        int each = 40_000;
        int[] next = new int[senders];
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger wrong = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(senders * each);
        for (int i = 0; i < senders; i++) {
            int sender = i;
            Thread thread = new Thread(() -> {
                for (int sent = 0; sent < each; ) {
                    int first = sent;
                    int count = Math.min(each - sent, sender < 2 ? 1 : 1 + sent % 100);
                    Runnable handOver = () -> {
                        for (int n = first; n < first + count; n++) {
                            int number = n;
                            lane.execute(() -> {
                                if (inside.getAndIncrement() != 0) wrong.incrementAndGet();
                                if (next[sender]++ != number) wrong.incrementAndGet();
                                inside.decrementAndGet();
                                done.countDown();
                            });
                        }
                    };
                    if (sender < 2) handOver.run();
                    else Turn.take(handOver);
                    sent += count;
                }
            });
            thread.start();
        }
        await(done);
        assertThat(wrong).hasValue(0);
    }

    @Test
    void taskOfATurnIsRunByItsThreadOnceTheTurnIsOver() {
        List<Object> seen = new ArrayList<>();
        Turn.take(() -> {
            lane.execute(() -> seen.add(Thread.currentThread()));
            seen.add("still in the turn");
        });
        assertThat(seen).containsExactly("still in the turn", Thread.currentThread());
    }

    @Test
    void taskOfNoTurnIsRunByTheThread() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        List<Thread> by = new ArrayList<>();
        lane.execute(() -> {
            by.add(Thread.currentThread());
            ran.countDown();
        });
        await(ran);
        assertThat(by).containsExactly(made.first());
    }

    @Test
    void whoHelpsLeavesTheRestToTheThread() throws Exception {
        int count = 200;
        CountDownLatch done = new CountDownLatch(count);
        ConcurrentLinkedQueue<Thread> by = new ConcurrentLinkedQueue<>();
        Turn.take(() -> {
            for (int i = 0; i < count; i++) {
                lane.execute(() -> {
                    by.add(Thread.currentThread());
                    done.countDown();
                });
            }
        });
        await(done);
        assertThat(by).contains(Thread.currentThread(), made.first());
    }

    /** Each comes when the thread is asleep, or about to be. */
    @Test
    void taskThatComesWhileTheThreadFallsAsleepIsRun() throws Exception {
        for (int i = 0; i < 20_000; i++) {
            CountDownLatch ran = new CountDownLatch(1);
            lane.execute(ran::countDown);
            await(ran);
        }
    }

    @Test
    void whatWasHandedOverIsDoneBeforeTheEndAndNothingIsTakenAfterwards() throws Exception {
        for (int round = 0; round < 200; round++) {
            MadeThreads itsOwn = new MadeThreads();
            LaneThread ending = new LaneThread(itsOwn);
            ConcurrentLinkedQueue<Integer> done = new ConcurrentLinkedQueue<>();
            AtomicInteger taken = new AtomicInteger();
            CountDownLatch refused = new CountDownLatch(1);
            Runnable send = () -> {
                int number = taken.get();
                ending.execute(() -> done.add(number));
                taken.incrementAndGet();
            };
            boolean inTurns = round % 2 == 0;
            Thread sender = new Thread(() -> {
                try {
                    while (true) {
                        if (inTurns) Turn.take(send);
                        else send.run();
                    }
                } catch (RejectedExecutionException ended) {
                    refused.countDown();
                }
            });
            sender.start();
            ending.shutDown();
            await(refused);
            itsOwn.awaitEnds();
            assertThat(done).hasSize(taken.get());
            assertThatThrownBy(() -> ending.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        }
    }

    @Test
    void taskThatThrowsIsToldAndTheOthersRun() throws Exception {
        StackOverflowError defect = new StackOverflowError();
        CountDownLatch after = new CountDownLatch(2);
        Runnable both = () -> {
            lane.execute(() -> {
                throw defect;
            });
            lane.execute(after::countDown);
        };
        Turn.take(both);
        both.run();
        await(after);
        assertThat(made.uncaught()).containsExactly(defect, defect);
    }
}
