package io.imbed.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Makes the threads of what is tested, and remembers them and what they let through. Threads: the test's, and those. */
final class MadeThreads implements ThreadFactory {
    private static final long LIMIT_SECONDS = 10;

    private final List<Thread> made = new ArrayList<>();
    private final List<Throwable> uncaught = new ArrayList<>();

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((which, defect) -> uncaught.add(defect));
        made.add(thread);
        return thread;
    }

    /** The one that was made first. */
    Thread first() {
        return made.get(0);
    }

    /** In their order, where one thread let them through; to be asked when it is known to be behind them. */
    List<Throwable> uncaught() {
        return uncaught;
    }

    void awaitEnds() throws InterruptedException {
        for (Thread each : made) {
            each.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
            assertThat(each.isAlive()).isFalse();
        }
    }

    static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)) throw new AssertionError(latch.getCount() + " are missing");
    }
}
