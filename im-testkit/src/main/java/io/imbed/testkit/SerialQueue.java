package io.imbed.testkit;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one after the other in the order they came, on an executor that may run several at once. One task of its
 * own at a time waits there, so that many queues take turns.
 *
 * <p>Threads: any.
 */
final class SerialQueue implements Executor {
    private final Executor executor;
    private final Queue<Runnable> tasks = new ArrayDeque<>(); // guarded by this
    private boolean running; // guarded by this

    SerialQueue(Executor executor) {
        this.executor = executor;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            tasks.add(task);
            if (running) return;
            running = true;
        }
        executor.execute(this::runOne);
    }

    private void runOne() {
        Runnable task = next();
        if (task == null) return;
        try {
            task.run();
        } finally {
            if (isMore()) executor.execute(this::runOne);
        }
    }

    private synchronized @Nullable Runnable next() {
        return tasks.poll();
    }

    private synchronized boolean isMore() {
        running = !tasks.isEmpty();
        return running;
    }
}
