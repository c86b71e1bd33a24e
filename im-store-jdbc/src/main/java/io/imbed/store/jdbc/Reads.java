package io.imbed.store.jdbc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads, on threads and connections of their own, so that a slow one never keeps an append waiting. More than
 * {@value #MAX_WAITING} of them do not wait: the stage fails, and the read may be tried again.
 *
 * <p>Threads: any thread asks.
 */
final class Reads {
    private static final int MAX_WAITING = 10_000;

    private final Executor threads;
    private final Sessions sessions;
    private final Dialect dialect;
    private final AtomicInteger waiting = new AtomicInteger();

    Reads(Executor threads, Sessions sessions, Dialect dialect) {
        this.threads = threads;
        this.sessions = sessions;
        this.dialect = dialect;
    }

    /** One query, which is as of one moment by itself. */
    <T> CompletionStage<T> read(Function<Session, T> query) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            answer.completeExceptionally(new IllegalStateException("too many reads wait"));
            return answer;
        }
        try {
            threads.execute(() -> {
                waiting.decrementAndGet();
                run(query, answer);
            });
        } catch (RejectedExecutionException e) {
            waiting.decrementAndGet();
            answer.completeExceptionally(new IllegalStateException("the storage is closed"));
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
}
