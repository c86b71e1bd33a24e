package io.imbed.client;

import io.imbed.client.TokenSource.Reason;
import io.imbed.protocol.RefusedException;
import io.imbed.spi.Scheduler;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The token in use: kept over reconnects, replaced when it expires or is refused. Threads: the client's executor. */
final class Tokens {
    /** What comes of asking; nothing is said to one who asked before somebody else did or {@link #forgetAsking}. */
    interface Answer {
        void token(@Nullable String token);

        /** @param refusal why the user is not to be let in; null if the source is only out of order */
        void failed(@Nullable String refusal);
    }

    private final Loop loop;
    private final TokenSource source;
    private final Duration timeout;
    private @Nullable String token;
    private boolean has;
    private boolean stale; // only another one will do
    private @Nullable String refusal; // and not the same again, of which the server said this
    private boolean fresh; // made because another one would not do, and not yet accepted
    private @Nullable Long expiresAt; // in the loop's nanoseconds
    private int questions; // how many were asked, so that a late answer is known as such

    Tokens(Loop loop, TokenSource source, Duration timeout) {
        this.loop = loop;
        this.source = source;
        this.timeout = timeout;
    }

    /** The token in use if it is still good, else a new one. */
    void get(Answer answer) {
        if (expiresAt != null && loop.nanoTime() - expiresAt >= 0) stale = true;
        if (has && !stale) {
            answer.token(token);
        } else {
            ask(stale ? Reason.EXPIRED : Reason.FIRST, answer);
        }
    }

    /** Gets a new one though the one in use is still good. */
    void renew(Answer answer) {
        ask(Reason.EXPIRED, answer);
    }

    /** Whoever asked no longer wants to know. */
    void forgetAsking() {
        questions++;
    }

    /** The server says that the one in use has expired. */
    void expired() {
        stale = true;
    }

    /**
     * The server does not take the one in use.
     *
     * @param why in its own words
     * @return whether another one is worth a try: not if this one was made for the purpose
     */
    boolean refused(String why) {
        if (fresh) return false;
        stale = true;
        refusal = why;
        return true;
    }

    /** The server takes the one in use, for so long. */
    void accepted(@Nullable Long expiresInMs) {
        expiresAt = expiresInMs == null
                ? null
                : loop.nanoTime() + Loop.millis(expiresInMs).toNanos();
        fresh = false;
        refusal = null;
    }

    /** Begins anew, as the application wants to connect again. */
    void reset() {
        has = false;
        stale = false;
        refusal = null;
        fresh = false;
        expiresAt = null;
        forgetAsking();
    }

    private void ask(Reason reason, Answer answer) {
        int question = ++questions;
        Scheduler.Timer timer =
                loop.after(timeout, () -> settle(question, reason, null, new TimeoutException(), answer));
        BiConsumer<@Nullable String, @Nullable Throwable> settled = (got, failure) -> {
            timer.cancel();
            settle(question, reason, got, failure, answer);
        };
        try {
            source.token(reason).whenComplete((got, failure) -> loop.execute(() -> settled.accept(got, failure)));
        } catch (Throwable e) { // an Error too, or no stage: the client would wait for ever
            settled.accept(null, e);
        }
    }

    private void settle(int question, Reason reason, @Nullable String got, @Nullable Throwable failure, Answer answer) {
        if (question != questions) return;
        questions++;
        if (failure != null) {
            boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
            Throwable cause = wrapped ? failure.getCause() : failure;
            answer.failed(cause instanceof RefusedException ? String.valueOf(cause.getMessage()) : null);
            return;
        }
        if (refusal != null && Objects.equals(token, got)) {
            answer.failed(refusal);
            return;
        }
        token = got;
        has = true;
        stale = false;
        fresh = reason == Reason.EXPIRED;
        expiresAt = null;
        answer.token(got);
    }
}
