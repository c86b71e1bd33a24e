package io.imbed.client;

import io.imbed.client.ConnectionStatus.Reason;
import io.imbed.client.ConnectionStatus.State;
import io.imbed.protocol.CloseReason;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.ImException;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.ServerFrame;
import io.imbed.protocol.ServerFrame.ErrorReply;
import io.imbed.protocol.UnavailableException;
import io.imbed.spi.Scheduler;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the client connected. All changes of {@link ConnectionStatus} are made here.
 *
 * <pre>
 * DISCONNECTED ── connect ──▶ CONNECTING: token → open → hello ──▶ CONNECTED
 *      ▲                       │  ▲                                  │
 *      │ disconnect,           │  └──── wait, with jitter ◀──────────┤ connection lost
 *      └ a terminal reason ◀───┴─────────────────────────────────────┘
 * </pre>
 *
 * <p>Threads: the client's executor, except {@link #status()}.
 */
final class Connector implements Exchange.Owner {
    /** A connection that lasted this long was a good one: the next pause is short again. */
    static final Duration STABLE = Duration.ofMinutes(1);

    /** The least pause after the server found us flooding it. */
    static final Duration FLOODED = Duration.ofSeconds(10);

    /** The least pause between two renewals, however short the lives of tokens are. */
    static final Duration RENEWAL = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(ImClient.class);

    /** What lives in a connection once hello is answered. */
    interface Session {
        Map<String, Cursor> cursorsForHello();

        void connected(Exchange exchange, Result.Welcome welcome, Map<String, Cursor> named);

        void frame(ServerFrame frame);

        void disconnected();

        /** The client has given up, and does not connect again by itself. */
        void stopped(ImException why);

        void status(ConnectionStatus status);
    }

    /** @param label what the client calls itself in hello */
    record Target(
            URI uri,
            Wire wire,
            @Nullable String device,
            @Nullable String label) {}

    private final Loop loop;
    private final Target target;
    private final Timeouts timeouts;
    private final Tokens tokens;
    private final Backoff backoff;
    private final Session session;
    private final List<CompletableFuture<Result.Welcome>> waiting = new ArrayList<>();
    private volatile ConnectionStatus status = ConnectionStatus.INITIAL;
    private @Nullable Exchange exchange; // open or being opened
    private @Nullable String token; // for its hello
    private @Nullable CloseReason refusal; // of its hello
    private Result.@Nullable Welcome welcome; // while connected
    private Scheduler.@Nullable Timer timer; // the retry, the time-out of an attempt, or the renewal of the token
    private CompletionStage<Void> closed = CompletableFuture.completedFuture(null);
    private int attempt;
    private long connectedAt;
    private @Nullable Long notBefore; // the server's wish, in the loop's nanoseconds

    Connector(Loop loop, Target target, Timeouts timeouts, Tokens tokens, Backoff backoff, Session session) {
        this.loop = loop;
        this.target = target;
        this.timeouts = timeouts;
        this.tokens = tokens;
        this.backoff = backoff;
        this.session = session;
    }

    ConnectionStatus status() {
        return status;
    }

    void connect(CompletableFuture<Result.Welcome> whenConnected) {
        if (welcome != null) {
            whenConnected.complete(welcome);
            return;
        }
        waiting.add(whenConnected);
        if (status.state() != State.DISCONNECTED) return;
        tokens.reset();
        attempt = 0;
        notBefore = null;
        begin();
    }

    /** Completes when the wire is closed; a second call returns the same. */
    CompletionStage<Void> disconnect(String why) {
        if (status.state() != State.DISCONNECTED) stop(new Reason(CloseReason.NORMAL.code(), why, false));
        return closed;
    }

    /** Tries now instead of waiting; or, when connected, makes sure that this is still true. */
    void reconnectNow() {
        if (exchange != null && welcome != null) {
            exchange.probe();
        } else if (status.retryIn() != null) {
            begin();
        }
    }

    private void begin() {
        cancelTimer();
        attempt++;
        change(State.CONNECTING, null, status.reason());
        tokens.get(new Tokens.Answer() {
            @Override
            public void token(@Nullable String given) {
                open(given);
            }

            @Override
            public void failed(@Nullable String refusal) {
                if (refusal != null) {
                    stop(noToken(refusal));
                } else {
                    retry(CloseReason.ABNORMAL.withText("the token source failed"));
                }
            }
        });
    }

    private void open(@Nullable String given) {
        token = given;
        Exchange next = new Exchange(loop, timeouts, this);
        exchange = next;
        timer = loop.after(
                timeouts.connect(), () -> next.suspect(CloseReason.ABNORMAL.withText("not connected in time")));
        next.open(target.wire(), target.uri());
    }

    @Override
    public void opened(Exchange opened) {
        Map<String, Cursor> named = session.cursorsForHello();
        opened.ask(
                id -> new Request.Hello(id, 1, token, target.device(), target.label(), named),
                Result.Welcome.class,
                new Answer<>() {
                    @Override
                    public void done(Result.Welcome result) {
                        welcomed(opened, result, named);
                    }

                    @Override
                    public void refused(ErrorReply error) {
                        if (error.retryAfterMs() != null) comeBackIn(Requests.retryAfter(error));
                        // The code that the server closes with says it best, if it comes.
                        CloseReason reason = reasonOf(error);
                        refusal = reason;
                        cancelTimer();
                        timer = loop.after(timeouts.close(), () -> opened.close(reason));
                    }
                });
    }

    @Override
    public void frame(Exchange from, ServerFrame frame) {
        if (frame instanceof ServerFrame.Closing closing) {
            comeBackIn(Loop.millis(closing.retryAfterMs()));
        } else {
            session.frame(frame);
        }
    }

    @Override
    public void ended(Exchange which, CloseReason how) {
        if (which != exchange) return; // we left it
        CloseReason reason = refusal != null && how.code() < 4000 && how.reconnectable() ? refusal : how;
        leave();
        if (reason.code() == CloseReason.FLOODING.code()) comeBackIn(FLOODED);
        if (reason.code() == CloseReason.TOKEN_EXPIRED.code()) tokens.expired();
        boolean again = reason.code() == CloseReason.UNAUTHENTICATED.code()
                ? tokens.refused(reason.text())
                : reason.reconnectable();
        if (again) {
            retry(reason);
        } else {
            stop(Reason.of(reason, true));
        }
    }

    private void welcomed(Exchange to, Result.Welcome result, Map<String, Cursor> named) {
        cancelTimer();
        welcome = result;
        connectedAt = loop.nanoTime();
        notBefore = null;
        tokens.accepted(result.expiresInMs());
        change(State.CONNECTED, null, null);
        to.welcomed(result);
        session.connected(to, result, named);
        waiting.forEach(future -> future.complete(result));
        waiting.clear();
        renewBefore(result.expiresInMs());
    }

    /** A new token well before the old one ends, so that nothing is interrupted. */
    private void renewBefore(@Nullable Long expiresInMs) {
        if (expiresInMs == null) return;
        Duration left = Loop.millis(expiresInMs);
        Duration margin = left.dividedBy(5);
        Duration delay = left.minus(margin.compareTo(STABLE) < 0 ? margin : STABLE);
        renewIn(delay.compareTo(RENEWAL) < 0 ? RENEWAL : delay);
    }

    private void renewIn(Duration delay) {
        timer = loop.after(
                delay,
                () -> tokens.renew(new Tokens.Answer() {
                    @Override
                    public void token(@Nullable String given) {
                        if (exchange != null && given != null) authenticate(exchange, given);
                    }

                    @Override
                    public void failed(@Nullable String refusal) {
                        if (refusal == null) {
                            renewIn(backoff.after(3)); // until the server ends the connection
                        } else {
                            stop(noToken(refusal));
                        }
                    }
                }));
    }

    private void authenticate(Exchange on, String given) {
        on.ask(id -> new Request.Auth(id, given), Result.Renewed.class, new Answer<>() {
            @Override
            public void done(Result.Renewed result) {
                tokens.accepted(result.expiresInMs());
                renewBefore(result.expiresInMs());
            }

            @Override
            public void refused(ErrorReply error) {
                // The old one is good for a while yet. At its end the server closes, and hello shows what holds.
                log.warn("server does not take the renewed token: {}", error.code());
                if (Requests.mayRetry(error)) renewIn(backoff.after(3, Requests.retryAfter(error)));
            }
        });
    }

    private void retry(CloseReason reason) {
        Duration wish = notBefore == null ? Duration.ZERO : Duration.ofNanos(notBefore - loop.nanoTime());
        Duration delay = backoff.after(Math.max(1, attempt), wish);
        timer = loop.after(delay, this::begin);
        change(State.CONNECTING, delay, Reason.of(reason, false));
    }

    private void stop(Reason why) {
        Exchange last = exchange;
        leave();
        if (last != null) closed = last.close(CloseReason.NORMAL);
        change(State.DISCONNECTED, null, why);
        List<CompletableFuture<Result.Welcome>> disappointed = List.copyOf(waiting);
        waiting.clear();
        disappointed.forEach(future -> future.completeExceptionally(exceptionOf(why)));
        if (why.terminal()) session.stopped(exceptionOf(why));
    }

    /** The connection is no longer ours. */
    private void leave() {
        cancelTimer();
        tokens.forgetAsking(); // a late answer must not set a timer beside the next one
        exchange = null;
        token = null;
        refusal = null;
        if (welcome == null) return;
        welcome = null;
        if (loop.nanoTime() - connectedAt >= STABLE.toNanos()) attempt = 0;
        session.disconnected();
    }

    private void comeBackIn(Duration time) {
        notBefore = loop.nanoTime() + time.toNanos();
    }

    private void change(State state, @Nullable Duration retryIn, @Nullable Reason reason) {
        status = new ConnectionStatus(state, attempt, retryIn, reason);
        session.status(status);
    }

    private void cancelTimer() {
        if (timer != null) timer.cancel();
        timer = null;
    }

    private static Reason noToken(String refusal) {
        return Reason.of(CloseReason.UNAUTHENTICATED.withText(refusal), true);
    }

    private static ImException exceptionOf(Reason why) {
        if (!why.terminal()) return new UnavailableException(ErrorCode.UNAVAILABLE, why.text(), Duration.ZERO, false);
        ErrorCode code = switch (why.code()) {
            case 4501 -> ErrorCode.UNAUTHENTICATED;
            case 4502, 4503 -> ErrorCode.FORBIDDEN;
            default -> ErrorCode.BAD_REQUEST;
        };
        return new RefusedException(code, why.text());
    }

    private static CloseReason reasonOf(ErrorReply error) {
        if (error.code() == ErrorCode.UNAUTHENTICATED) return CloseReason.UNAUTHENTICATED.withText(error.message());
        boolean later = error.code().retryable() || error.unknown() || error.code() == ErrorCode.INTERNAL;
        return (later ? CloseReason.OVERLOADED : CloseReason.MALFORMED).withText(error.message());
    }
}
