package io.imbed.internal;

import io.imbed.spi.Turn;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs tasks one at a time, in the order in which they came: on a thread of its own, or, while that has nothing to do, on
 * the thread that brings them, at the end of its {@link Turn}. For tasks that are short, where waking a thread costs more
 * than the task.
 *
 * <p>Threads: any.
 */
final class LaneThread implements Executor {
    /** Tasks in a row, after which whoever helps goes back to its own work, and those are woken for whom there is some. */
    private static final int TURN = 64;

    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    /** Whether a thread runs tasks. It looks for more once it has cleared this. */
    private final AtomicBoolean taken = new AtomicBoolean();

    private final AtomicBoolean asleep = new AtomicBoolean();
    private final Runnable turn = () -> runUpTo(TURN);
    private final Runnable help = this::help;
    private final Thread thread;

    private volatile boolean ending;
    private volatile boolean ended;

    LaneThread(ThreadFactory threads) {
        thread = threads.newThread(this::loop);
        thread.start();
    }

    /** @throws RejectedExecutionException once the thread is to end */
    @Override
    public void execute(Runnable task) {
        if (ending) throw rejected();
        tasks.add(task);
        if (!taken.get() && !Turn.atEnd(help)) wake();
        // Either it was seen before the end, or it is taken back.
        if (ended && tasks.remove(task)) throw rejected();
    }

    private static RejectedExecutionException rejected() {
        return new RejectedExecutionException("the thread has ended");
    }

    /** Ends the thread once what was handed over is done. */
    void shutDown() {
        ending = true;
        LockSupport.unpark(thread);
    }

    private void help() {
        runUpTo(TURN);
        if (!tasks.isEmpty() && !taken.get()) wake();
    }

    private void wake() {
        if (asleep.get() && asleep.compareAndSet(true, false)) LockSupport.unpark(thread);
    }

    /** Does nothing if another thread is at it. */
    private void runUpTo(int most) {
        int left = most;
        while (left > 0 && !tasks.isEmpty() && taken.compareAndSet(false, true)) {
            try {
                for (Runnable task; left > 0 && (task = tasks.poll()) != null; left--) run(task);
            } finally {
                taken.set(false);
            }
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable defect) { // As a pool would have it, but we go on.
            thread.getUncaughtExceptionHandler().uncaughtException(thread, defect);
        }
    }

    private void loop() {
        while (!ending || !tasks.isEmpty()) {
            Turn.take(turn);
            sleep();
        }
        ended = true;
        while (!tasks.isEmpty()) {
            runUpTo(Integer.MAX_VALUE);
            Thread.onSpinWait(); // Somebody who helped may stop with some left.
        }
    }

    /** Until there is something that nobody else is about to do. */
    private void sleep() {
        asleep.set(true);
        if ((tasks.isEmpty() || taken.get()) && !ending) LockSupport.park(this);
        asleep.set(false);
    }
}
