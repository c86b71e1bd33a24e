package io.imbed.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Runs tasks on threads of their own. {@link CompletableFuture#runAsync(Runnable)} does not: from JDK 25 on, its tasks
 * share the common pool, which on two cores is a single thread, and run one after the other.
 */
public final class Together {
    private Together() {}

    /** Starts a task on a new daemon thread; the future ends as the task does. */
    public static CompletableFuture<Void> start(Runnable task) {
        return CompletableFuture.runAsync(task, run -> {
            Thread thread = new Thread(run, "im-together");
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** Returns what the tasks returned, in their order; all start at once. Fails if one of them fails or does not end. */
    static <T> List<T> run(int threads, IntFunction<Callable<T>> tasks) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        CyclicBarrier start = new CyclicBarrier(threads);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Callable<T> task = tasks.apply(i);
                futures.add(executor.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    return task.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) results.add(future.get(60, TimeUnit.SECONDS));
            return results;
        } finally {
            executor.shutdownNow();
        }
    }
}
