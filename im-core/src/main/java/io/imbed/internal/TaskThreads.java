package io.imbed.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed number of threads that run tasks in the order in which they came; one thread thus runs one after the other.
 *
 * <p>For tasks that are short and many, where waking a thread costs more than the task: nobody is woken while somebody
 * else is on the way to the queue, and whoever gets there wakes another only if there is more. Handing over a task locks
 * nothing.
 *
 * <p>Threads: any.
 */
final class TaskThreads implements Executor {
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<Loop> loops = new ArrayList<>();
    /** Whether a thread was woken that has not looked for a task yet. */
    private final AtomicBoolean waking = new AtomicBoolean();

    private volatile boolean ending;
    private volatile boolean ended;

    TaskThreads(int count, ThreadFactory threads) {
        for (int i = 0; i < count; i++) {
            loops.add(new Loop(threads));
        }
        loops.forEach(loop -> loop.thread.start());
    }

    /** @throws RejectedExecutionException once the threads are to end */
    @Override
    public void execute(Runnable task) {
        if (ending) throw rejected();
        tasks.add(task);
        wakeOne();
        // Either one of the threads has seen it before it ended, or it is taken back.
        if (ended && tasks.remove(task)) throw rejected();
    }

    private static RejectedExecutionException rejected() {
        return new RejectedExecutionException("the threads have ended");
    }

    /** Ends the threads once what was handed over is done. */
    void shutDown() {
        ending = true;
        for (Loop loop : loops) LockSupport.unpark(loop.thread);
    }

    private void wakeOne() {
        if (waking.get()) return;
        for (Loop loop : loops) {
            if (!loop.asleep.get()) continue;
            if (!waking.compareAndSet(false, true)) return;
            if (loop.asleep.compareAndSet(true, false)) LockSupport.unpark(loop.thread);
            else waking.set(false); // It has woken by itself, and looks.
            return;
        }
    }

    private final class Loop implements Runnable {
        final AtomicBoolean asleep = new AtomicBoolean();
        final Thread thread;

        Loop(ThreadFactory threads) {
            thread = threads.newThread(this);
        }

        @Override
        public void run() {
            while (!ending || !tasks.isEmpty()) {
                runAll();
                boolean woken = sleep();
                if (woken) {
                    // From here on whoever hands over a task must not rely on this thread: it looks only now.
                    waking.set(false);
                    if (loops.size() > 1 && !tasks.isEmpty()) runFirst();
                }
            }
            ended = true;
            runAll();
        }

        private void runFirst() {
            Runnable first = tasks.poll();
            if (!tasks.isEmpty()) wakeOne();
            if (first != null) run(first);
        }

        private void runAll() {
            for (Runnable task; (task = tasks.poll()) != null; ) run(task);
        }

        private void run(Runnable task) {
            try {
                task.run();
            } catch (Throwable defect) { // As a pool would have it, but the thread goes on.
                thread.getUncaughtExceptionHandler().uncaughtException(thread, defect);
            }
        }

        /** Until there is a task, or the end; returns whether it was woken for one. */
        private boolean sleep() {
            asleep.set(true);
            if (tasks.isEmpty() && !ending) LockSupport.park(this);
            return !asleep.getAndSet(false);
        }
    }
}
