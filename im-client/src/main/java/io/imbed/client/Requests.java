package io.imbed.client;

import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.ImException;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.ServerFrame.ErrorReply;
import io.imbed.protocol.UnavailableException;
import io.imbed.spi.Scheduler;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the application asks, other than to send. A request waits for a connection, is asked again on the next one when a
 * connection is lost, and again after a pause when the server says "not now", until its time is up. All of these ops may
 * be repeated: they read, or set what may be so already, or carry a client id.
 *
 * <p>Threads: the client's executor.
 */
final class Requests {
    /** Waiting ones; an application that asks for more without a connection is told so at once. */
    static final int MAX_OPEN = 1_000;

    private final Loop loop;
    private final Timeouts timeouts;
    private final Backoff backoff;
    private final Set<Call<?>> open = new LinkedHashSet<>();
    private final Set<String> held = new HashSet<>(); // rooms about which nothing is asked yet
    private @Nullable Exchange exchange;

    Requests(Loop loop, Timeouts timeouts, Backoff backoff) {
        this.loop = loop;
        this.timeouts = timeouts;
        this.backoff = backoff;
    }

    <R extends Result> void ask(LongFunction<Request> request, Class<R> type, CompletableFuture<R> future) {
        ask(null, request, type, future);
    }

    /** @param room the one that it is about, if it may wait until that is {@linkplain #hold joined again} */
    <R extends Result> void ask(
            @Nullable String room, LongFunction<Request> request, Class<R> type, CompletableFuture<R> future) {
        if (open.size() >= MAX_OPEN) {
            future.completeExceptionally(unavailable(MAX_OPEN + " requests wait already", false));
            return;
        }
        Call<R> call = new Call<>(room, request, type, future);
        open.add(call);
        call.deadline = loop.after(timeouts.request(), call::expire);
        call.ask();
    }

    void connected(Exchange to) {
        exchange = to;
        List.copyOf(open).forEach(Call::ask);
    }

    void disconnected() {
        exchange = null;
    }

    /** Asks nothing about a room before {@link #release}: the session is about to join it, and knows nothing of it yet. */
    void hold(String room) {
        held.add(room);
    }

    void release(String room) {
        if (held.remove(room)) List.copyOf(open).forEach(Call::ask);
    }

    /** The client has given up connecting: nobody waits out the time for an answer that cannot come. */
    void stop(ImException why) {
        List.copyOf(open)
                .forEach(call -> call.fail(call.sent ? unavailable(String.valueOf(why.getMessage()), true) : why));
    }

    void close() {
        List.copyOf(open).forEach(call -> call.fail(unavailable("the client is closed", call.sent)));
    }

    static ImException exceptionOf(ErrorReply error) {
        if (!error.code().retryable() && !error.unknown()) return new RefusedException(error.code(), error.message());
        return new UnavailableException(error.code(), error.message(), retryAfter(error), error.unknown());
    }

    static boolean mayRetry(ErrorReply error) {
        return error.code().retryable() || error.unknown();
    }

    static Duration retryAfter(ErrorReply error) {
        return error.retryAfterMs() == null ? Duration.ZERO : Loop.millis(error.retryAfterMs());
    }

    static UnavailableException unavailable(String message, boolean unknown) {
        return new UnavailableException(ErrorCode.UNAVAILABLE, message, Duration.ZERO, unknown);
    }

    private final class Call<R extends Result> implements Answer<R> {
        private final @Nullable String room;
        private final LongFunction<Request> request;
        private final Class<R> type;
        private final CompletableFuture<R> future;
        private Scheduler.@Nullable Timer deadline;
        private boolean sent;
        private boolean asking; // now, or after a pause
        private int failures;

        Call(@Nullable String room, LongFunction<Request> request, Class<R> type, CompletableFuture<R> future) {
            this.room = room;
            this.request = request;
            this.type = type;
            this.future = future;
        }

        void ask() {
            if (asking || exchange == null || !open.contains(this)) return;
            if (room != null && held.contains(room)) return;
            asking = true;
            sent = true;
            exchange.ask(request, type, this);
        }

        @Override
        public void done(R result) {
            if (settle()) future.complete(result);
        }

        @Override
        public void refused(ErrorReply error) {
            if (!mayRetry(error)) {
                fail(exceptionOf(error));
                return;
            }
            loop.after(backoff.after(++failures, retryAfter(error)), () -> {
                asking = false;
                ask();
            });
        }

        @Override
        public void lost(boolean wasSent) {
            asking = false;
        }

        void expire() {
            fail(unavailable(sent ? "no answer in time" : "not connected in time", sent));
        }

        void fail(ImException why) {
            if (settle()) future.completeExceptionally(why);
        }

        private boolean settle() {
            if (deadline != null) deadline.cancel();
            return open.remove(this);
        }
    }
}
