package io.imbed.store.jdbc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads, on threads and connections of their own, so that a slow one never keeps an append waiting. More than
 * {@value #MAX_WAITING} of them do not wait: the stage fails, and the read may be tried again.
 *
 * <p>Threads: any thread asks.
 */
final class Reads implements AutoCloseable {
    private static final int MAX_WAITING = 10_000;

    private final Sessions sessions;
    private final Dialect dialect;
    private final ThreadPoolExecutor threads;

    Reads(String threadPrefix, int count, Sessions sessions, Dialect dialect) {
        this.sessions = sessions;
        this.dialect = dialect;
        AtomicInteger made = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), task -> {
                    Thread thread = new Thread(task, threadPrefix + "-" + made.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** One query, which is as of one moment by itself. */
    <T> CompletionStage<T> read(Function<Session, T> query) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            threads.execute(() -> run(query, answer));
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(
                    new IllegalStateException(threads.isShutdown() ? "the storage is closed" : "too many reads wait"));
        }
        return answer;
    }

    /** Several queries, all as of one moment. */
    <T> CompletionStage<T> together(Function<Session, T> queries) {
        return read(session -> {
            dialect.beginRead(session);
            T result;
            try {
                result = queries.apply(session);
            } catch (RuntimeException e) {
                try {
                    dialect.rollback(session);
                } catch (SqlFailure also) {
                    e.addSuppressed(also);
                }
                throw e;
            }
            dialect.rollback(session);
            return result;
        });
    }

    /** Something small that is written beside the appends, in a transaction of its own. */
    CompletionStage<Void> write(Consumer<Session> statements) {
        CompletionStage<Boolean> written = read(session -> {
            dialect.begin(session);
            try {
                statements.accept(session);
                dialect.commit(session);
            } catch (RuntimeException e) {
                try {
                    dialect.rollback(session);
                } catch (SqlFailure also) {
                    e.addSuppressed(also);
                }
                throw e;
            }
            return true;
        });
        return written.thenAccept(done -> {});
    }

    private <T> void run(Function<Session, T> query, CompletableFuture<T> answer) {
        T result;
        try {
            Session session = sessions.take();
            boolean sound = false;
            try {
                result = query.apply(session);
                sound = true;
            } finally {
                sessions.give(session, sound);
            }
        } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
            return;
        }
        answer.complete(result);
    }

    /** Answers what waits, then ends. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) threads.shutdownNow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
