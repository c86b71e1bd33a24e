package io.imbed.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CpuProfilerTest {
    private static final long MUCH = TimeUnit.MILLISECONDS.toNanos(200);

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    private void work() {
        long until = threads.getCurrentThreadCpuTime() + MUCH;
        while (threads.getCurrentThreadCpuTime() < until) Thread.onSpinWait();
    }

    @Test
    void countsWhatThreadsHaveDoneSinceItBegan() throws Exception {
        CpuProfiler profiler = new CpuProfiler();
        work();
        profiler.begin();
        work();

        assertThat(profiler.spent()).isBetween(MUCH, 2 * MUCH - 1);
    }

    @Test
    void threadThatEndsDoesNotTakeAwayWhatItDidBefore() throws Exception {
        CpuProfiler profiler = new CpuProfiler();
        CountDownLatch worked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            work();
            worked.countDown();
            awaitQuietly(end);
        });
        thread.start();
        worked.await();
        profiler.begin();
        end.countDown();
        thread.join();

        assertThat(profiler.spent()).isBetween(0L, MUCH - 1);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
