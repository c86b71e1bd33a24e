package io.imbed.transport.servlet;

import io.imbed.Limits;
import io.imbed.protocol.CloseReason;
import io.imbed.spi.Acceptor;
import io.imbed.spi.Inbound;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transport while it runs: its connections, and the threads that write to them.
 *
 * <p>Threads: any. {@code io} never blocks. Jakarta's WebSocket has no way to ping or to close that does not wait for the
 * socket, so that is done by threads of its own ({@link #blocking}), and not at all while too many of them wait.
 */
final class Hub {
    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);
    private static final int BLOCKING_THREADS = 16;
    private static final int BLOCKING_QUEUE = 1_000;
    /** Each of them may hold as much as a frame, and is counted in no budget before it has arrived. */
    private static final int BODIES = 1_000;
    /** 144 bits: what names a connection over HTTP is all that a client shows to use it. */
    private static final int KEY_BYTES = 18;

    private final ServletTransport transport;
    private final ServletOptions options;
    private final Acceptor acceptor;
    private final Limits limits;
    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor io;
    private final ThreadPoolExecutor blocking;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong numbers = new AtomicLong();
    private final Semaphore bodies = new Semaphore(BODIES);
    private final Map<String, HttpConnection> byKey = new ConcurrentHashMap<>();
    private final Set<ServletConnection> open = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile boolean stopping;

    Hub(ServletTransport transport, ServletOptions options, Acceptor acceptor) {
        this.transport = transport;
        this.options = options;
        this.acceptor = acceptor;
        this.limits = acceptor.limits();
        String prefix = "im-" + acceptor.instance() + "-servlet-";
        this.timer = new ScheduledThreadPoolExecutor(1, threads(prefix + "timer-"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        this.io = pool(options.ioThreads(), threads(prefix + "io-"));
        this.blocking = pool(BLOCKING_THREADS, threads(prefix + "close-"));
        long sweep = Math.max(10, Math.min(1_000, options.resumeWithin().toMillis() / 4));
        timer.scheduleWithFixedDelay(this::sweep, sweep, sweep, TimeUnit.MILLISECONDS);
        stopped.whenComplete((done, error) -> shutdown());
    }

    private static ThreadPoolExecutor pool(int threads, ThreadFactory factory) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                factory,
                // After the stop no connection is left; a last answer is still written, by whoever can write it.
                (task, ended) -> task.run());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory threads(String prefix) {
        AtomicLong count = new AtomicLong();
        return task -> {
            Thread thread = new Thread(task, prefix + count.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        };
    }

    ServletTransport transport() {
        return transport;
    }

    ServletOptions options() {
        return options;
    }

    Acceptor acceptor() {
        return acceptor;
    }

    Limits limits() {
        return limits;
    }

    Executor io() {
        return io;
    }

    /** For calls that wait for a socket. */
    Executor blocking() {
        return blocking;
    }

    /** Whether so many of those wait that another one would come too late to mean anything. */
    boolean isBlockingBehind() {
        return blocking.getQueue().size() > BLOCKING_QUEUE;
    }

    ScheduledFuture<?> after(Duration delay, Runnable task) {
        return timer.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** A name for logs. */
    String nextId() {
        return "servlet-" + numbers.incrementAndGet();
    }

    String newKey() {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    }

    /** Bodies that may be read at the same time. */
    Semaphore bodies() {
        return bodies;
    }

    boolean isStopping() {
        return stopping;
    }

    /** Counts a connection in; false if it came too late. */
    boolean enter(ServletConnection connection) {
        open.add(connection);
        if (!stopping) return true;
        leave(connection);
        return false;
    }

    /** Hands a connection that was counted in to the engine. */
    Inbound accept(ServletConnection connection) {
        try {
            return acceptor.accept(connection);
        } catch (RuntimeException | Error failed) {
            leave(connection);
            throw failed;
        }
    }

    /** Counts a connection out, of which the engine has been told that it has ended. */
    void leave(ServletConnection connection) {
        open.remove(connection);
        if (stopping && open.isEmpty()) stopped.complete(null);
    }

    void name(String key, HttpConnection connection) {
        byKey.put(key, connection);
    }

    void forget(String key) {
        byKey.remove(key);
    }

    @Nullable HttpConnection byKey(String key) {
        return byKey.get(key);
    }

    private void sweep() {
        long now = System.nanoTime();
        for (HttpConnection connection : byKey.values())
            guarded(() -> connection.sweep(now)).run();
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable e) {
                LOG.error("a timer of the servlet transport failed", e);
            }
        };
    }

    CompletionStage<Void> stop(Duration grace) {
        synchronized (this) {
            if (stopping) return stopped.minimalCompletionStage();
            stopping = true;
        }
        after(grace, () -> {
            for (ServletConnection connection : open) connection.cut(CloseReason.GOING_AWAY);
        });
        if (open.isEmpty()) stopped.complete(null);
        return stopped.minimalCompletionStage();
    }

    private void shutdown() {
        timer.shutdownNow();
        // What still has to be said to sockets is said.
        io.shutdown();
        blocking.shutdown();
    }
}
