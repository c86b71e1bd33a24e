package io.imbed.internal.hook;

import io.imbed.hook.HookOptions;
import io.imbed.spi.Environment;
import io.imbed.spi.Scheduler;
import io.imbed.spi.Turn;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
    /**
     * Whether a thread that has ever called host code does so now: one flag for each, as to set a thread's value at each
     * call costs more than most calls. Of a class that outlives the host's, since threads may.
     */
    private static final ThreadLocal<boolean[]> INSIDE = new ThreadLocal<>();

    /** Calls that one thread makes before it lets others have it. */
    private static final int TURN = 64;
    /** A call that has taken this long waits for something: those behind it do not. */
    private static final Duration STUCK = Duration.ofMillis(2);
    /** What has waited this long is more than one thread can make. */
    private static final Duration LATE = Duration.ofMillis(5);

    private final String name;
    private final HookOptions options;
    private final Environment env;
    private final Runnable starter = this::start;
    private final ArrayDeque<Call<?>> queue = new ArrayDeque<>(); // guarded by this
    /** Calls without an answer, the eldest first, which is also the first to be late. */
    private final Set<Call<?>> open = new LinkedHashSet<>(); // guarded by this

    private int running; // guarded by this: threads that make calls, or are about to
    private int made; // guarded by this: calls that are being made
    private boolean starting; // guarded by this: one of them has not taken a call yet
    private long taken; // guarded by this: when one of them last took a call
    private boolean looking; // guarded by this: somebody will look whether another is wanted
    private boolean watching; // guarded by this: the timer is set

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
        boolean[] inside = INSIDE.get();
        return inside != null && inside[0];
    }

    private static boolean[] insideOfThisThread() {
        boolean[] inside = INSIDE.get();
        if (inside == null) {
            inside = new boolean[1];
            INSIDE.set(inside);
        }
        return inside;
    }

    /**
     * Runs {@code code} soon. Fails with its exception, with {@link TimeoutException}, or with
     * {@link RejectedExecutionException} when the queue is full.
     */
    public <T> CompletableFuture<T> call(Callable<T> code) {
        return submit(code).result;
    }

    private <T> Call<T> submit(Callable<T> code) {
        long now = env.scheduler().nanoTime();
        Call<T> call = new Call<>(code, now);
        boolean start;
        boolean look;
        boolean watch;
        synchronized (this) {
            if (made + queue.size() >= options.concurrency() + options.queue()) {
                call.result.completeExceptionally(
                        new RejectedExecutionException(name + ": " + queue.size() + " calls are waiting already"));
                return call;
            }
            queue.add(call);
            open.add(call);
            start = mayStart(now);
            look = mustLook();
            watch = !watching;
            watching = true;
        }
        if (look) lookSoon();
        if (watch) watch(options.timeout());
        // Behind all calls of the turn, so that one thread is woken for them.
        if (start && !Turn.atEnd(starter)) start();
        return call;
    }

    /** As {@link #call} for code that answers asynchronously; the time limit covers the answer too. */
    public <T> CompletableFuture<T> callAsync(Callable<? extends CompletionStage<T>> code) {
        Call<CompletionStage<T>> call = submit(code::call);
        return call.result.thenCompose(stage -> inTime(stage.toCompletableFuture(), call.deadline));
    }

    /** Most is answered when it is returned, and a timer would cost more than that. */
    private <T> CompletableFuture<T> inTime(CompletableFuture<T> answer, long deadline) {
        if (answer.isDone()) return answer;
        CompletableFuture<T> result = answer.copy();
        Duration left = Duration.ofNanos(Math.max(0, deadline - env.scheduler().nanoTime()));
        Scheduler.Timer timer =
                env.scheduler().schedule(left, () -> result.completeExceptionally(new TimeoutException(late())));
        result.whenComplete((value, error) -> timer.cancel());
        return result;
    }

    private String late() {
        return name + ": no answer within " + options.timeout().toMillis() + " ms";
    }

    /**
     * Whether another thread is wanted and allowed: for the first, or where calls wait for something, or come faster than
     * they are made. Short ones share a thread, which has what they touch in its cache and leaves the others asleep.
     */
    private boolean mayStart(long now) {
        assert Thread.holdsLock(this);
        Call<?> first = queue.peek();
        if (first == null || starting || running >= options.concurrency()) return false;
        boolean wanted = running == 0 || now - taken >= STUCK.toNanos() || now - first.asked >= LATE.toNanos();
        if (!wanted) return false;
        running++;
        starting = true;
        return true;
    }

    /** Whether {@link #look} is to be called, as calls wait and nobody else may come by. */
    private boolean mustLook() {
        assert Thread.holdsLock(this);
        if (looking || starting || queue.isEmpty() || running >= options.concurrency()) return false;
        looking = true;
        return true;
    }

    private void lookSoon() {
        env.scheduler().schedule(STUCK, this::look);
    }

    private void look() {
        boolean start;
        boolean again;
        long now = env.scheduler().nanoTime();
        synchronized (this) {
            looking = false;
            start = mayStart(now);
            again = mustLook();
        }
        if (start) start();
        if (again) lookSoon();
    }

    /** Asks for a thread. If there is none to be had, as the server ends, what waits fails. */
    private void start() {
        try {
            env.hooks().execute(this::begin);
        } catch (RejectedExecutionException closing) {
            List<Call<?>> left;
            synchronized (this) {
                running--;
                starting = false;
                left = List.copyOf(queue);
                queue.clear();
                open.removeAll(left);
            }
            left.forEach(call -> call.result.completeExceptionally(closing));
        }
    }

    private void begin() {
        synchronized (this) {
            starting = false;
        }
        run();
    }

    /** Makes calls for as long as there are any, and goes to the end of the line for the thread after a while. */
    private void run() {
        for (int turn = 0; turn < TURN; turn++) {
            Call<?> call = take();
            if (call == null) return;
            try {
                call.make();
            } finally {
                done(call);
            }
        }
        try {
            env.hooks().execute(this::run);
        } catch (RejectedExecutionException closing) {
            run(); // The server ends, and so does what waits.
        }
    }

    /** The next call, or null if the thread is not needed any more. */
    private @Nullable Call<?> take() {
        Call<?> call;
        boolean another;
        boolean look;
        synchronized (this) {
            call = queue.poll();
            if (call == null) {
                running--;
                return null;
            }
            made++;
            long now = env.scheduler().nanoTime();
            taken = now;
            another = mayStart(now);
            look = mustLook();
        }
        if (another) start();
        if (look) lookSoon();
        return call;
    }

    private synchronized void done(Call<?> call) {
        made--;
        open.remove(call);
    }

    private void watch(Duration delay) {
        env.scheduler().schedule(delay, this::expire);
    }

    /** Ends the calls that are late, and looks again when the next one is. */
    private void expire() {
        long now = env.scheduler().nanoTime();
        List<Call<?>> late = new ArrayList<>();
        long next = 0;
        synchronized (this) {
            for (Iterator<Call<?>> each = open.iterator(); each.hasNext(); ) {
                Call<?> call = each.next();
                next = call.deadline - now;
                if (next > 0) break;
                each.remove();
                late.add(call);
            }
            watching = !open.isEmpty();
        }
        late.forEach(Call::timeOut);
        if (next > 0) watch(Duration.ofNanos(next));
    }

    private final class Call<T> {
        final CompletableFuture<T> result = new CompletableFuture<>();
        final long asked;
        final long deadline;
        private final Callable<T> code;
        private @Nullable Thread thread; // guarded by this

        Call(Callable<T> code, long now) {
            this.code = code;
            this.asked = now;
            this.deadline = now + options.timeout().toNanos();
        }

        void timeOut() {
            result.completeExceptionally(new TimeoutException(late()));
            synchronized (this) {
                if (thread != null) thread.interrupt();
            }
        }

        void make() {
            synchronized (this) {
                // Under the lock: a time-out either finds the thread or is seen here.
                if (result.isDone()) return;
                thread = Thread.currentThread();
            }
            boolean[] inside = insideOfThisThread();
            inside[0] = true;
            try {
                complete(code.call(), inside);
            } catch (Throwable thrown) { // The host's code may throw anything, Errors included; it fails alone.
                leave(inside);
                result.completeExceptionally(thrown);
            }
        }

        private void complete(T value, boolean[] inside) {
            leave(inside);
            Turn.take(() -> result.complete(value));
        }

        /** Before the result is known: what depends on it is not host code, and must not be interrupted. */
        private void leave(boolean[] inside) {
            inside[0] = false;
            synchronized (this) {
                thread = null;
            }
            Thread.interrupted(); // A late interrupt is not the next call's.
        }
    }
}
