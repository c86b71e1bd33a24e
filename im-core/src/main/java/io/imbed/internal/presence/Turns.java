package io.imbed.internal.presence;

import io.imbed.internal.Stages;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Lets a few of many go on at once, in the order they came. How many may wait is for the caller to bound.
 *
 * <p>Threads: any. Each runs on the thread that brought it, or that finished the one before.
 */
public final class Turns {
    private final int atOnce;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>(0); // guarded by this
    private int running; // guarded by this

    public Turns(int atOnce) {
        this.atOnce = atOnce;
    }

    public synchronized int waiting() {
        return waiting.size();
    }

    /** Completes as what {@code work} answers does. */
    public <T> CompletableFuture<T> take(Supplier<CompletionStage<T>> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable turn = () -> start(work, result);
        synchronized (this) {
            if (running == atOnce) {
                waiting.add(turn);
                return result;
            }
            running++;
        }
        turn.run();
        return result;
    }

    private <T> void start(Supplier<CompletionStage<T>> work, CompletableFuture<T> result) {
        Stages.of(work).whenComplete((value, error) -> {
            if (error == null) result.complete(value);
            else result.completeExceptionally(error);
            next();
        });
    }

    private void next() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) running--;
        }
        if (next != null) next.run();
    }
}
