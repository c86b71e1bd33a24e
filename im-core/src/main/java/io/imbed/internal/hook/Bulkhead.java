package io.imbed.internal.hook;

import io.imbed.hook.HookOptions;
import io.imbed.spi.Environment;
import io.imbed.spi.Scheduler;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One piece of the host's code and its share of the hook threads. A call waits in a bounded queue, runs under a time limit
 * that counts from the call on, and never holds up its caller. One that hangs keeps its share until it ends, so it can
 * starve itself alone.
 *
 * <p>Threads: any. Results complete on a hook or timer thread.
 */
public final class Bulkhead {
    private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> false);

    private final String name;
    private final HookOptions options;
    private final Environment env;
    private final ArrayDeque<Call<?>> queue = new ArrayDeque<>(); // guarded by this
    private int running; // guarded by this

    public Bulkhead(String name, HookOptions options, Environment env) {
        this.name = name;
        this.options = options;
        this.env = env;
    }

    public String name() {
        return name;
    }

    public HookOptions options() {
        return options;
    }

    /** Whether the current thread runs host code called from here: what it sends asks no hooks. */
    public static boolean isInside() {
        return INSIDE.get();
    }

    /**
     * Runs {@code code} soon. Fails with its exception, with {@link TimeoutException}, or with
     * {@link RejectedExecutionException} when the queue is full.
     */
    public <T> CompletableFuture<T> call(Callable<T> code) {
        Call<T> call = new Call<>(code);
        synchronized (this) {
            if (running < options.concurrency()) {
                running++;
            } else if (queue.size() < options.queue()) {
                queue.add(call);
                call.startTimer();
                return call.result;
            } else {
                call.result.completeExceptionally(
                        new RejectedExecutionException(name + ": " + queue.size() + " calls are waiting already"));
                return call.result;
            }
        }
        call.startTimer();
        start(call);
        return call.result;
    }

    /** As {@link #call} for code that answers asynchronously; the time limit covers the answer too. */
    public <T> CompletableFuture<T> callAsync(Callable<? extends CompletionStage<T>> code) {
        CompletableFuture<T> result = call(code::call).thenCompose(stage -> stage);
        Scheduler.Timer timer = env.scheduler()
                .schedule(options.timeout(), () -> result.completeExceptionally(new TimeoutException(late())));
        result.whenComplete((value, error) -> timer.cancel());
        return result;
    }

    private String late() {
        return name + ": no answer within " + options.timeout().toMillis() + " ms";
    }

    /** Hands a call to a thread; one that gets none, as the server ends, fails, and the next has its turn. */
    private void start(Call<?> first) {
        for (Call<?> call = first; call != null; call = next()) {
            try {
                env.hooks().execute(call);
                return;
            } catch (RejectedExecutionException closing) {
                call.result.completeExceptionally(closing);
            }
        }
    }

    /** Passes a share on to a call that waits, or gives it back. */
    private synchronized @Nullable Call<?> next() {
        Call<?> next = queue.poll();
        if (next == null) running--;
        return next;
    }

    private final class Call<T> implements Runnable {
        final CompletableFuture<T> result = new CompletableFuture<>();
        private final Callable<T> code;
        private @Nullable Thread thread; // guarded by this

        Call(Callable<T> code) {
            this.code = code;
        }

        void startTimer() {
            Scheduler.Timer timer = env.scheduler().schedule(options.timeout(), this::timeOut);
            result.whenComplete((value, error) -> timer.cancel());
        }

        private void timeOut() {
            result.completeExceptionally(new TimeoutException(late()));
            synchronized (this) {
                if (thread != null) thread.interrupt();
            }
        }

        @Override
        public void run() {
            try {
                runCode();
            } finally {
                Call<?> next = next();
                if (next != null) start(next);
            }
        }

        private void runCode() {
            synchronized (this) {
                // Under the lock: a time-out either finds the thread or is seen here.
                if (result.isDone()) return;
                thread = Thread.currentThread();
            }
            INSIDE.set(true);
            try {
                complete(code.call());
            } catch (Throwable thrown) { // The host's code may throw anything, Errors included; it fails alone.
                leave();
                result.completeExceptionally(thrown);
            }
        }

        private void complete(T value) {
            leave();
            result.complete(value);
        }

        /** Before the result is known: what depends on it is not host code, and must not be interrupted. */
        private void leave() {
            INSIDE.set(false);
            synchronized (this) {
                thread = null;
            }
            Thread.interrupted(); // A late interrupt is not the next call's.
        }
    }
}
