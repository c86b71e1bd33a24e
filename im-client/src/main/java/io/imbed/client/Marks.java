package io.imbed.client;

import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.ServerFrame.ErrorReply;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Read marks and typing, which may be said far more often than they are worth sending. A mark only moves forward and goes
 * out at most once a second for a room; the latest is never lost, also over a reconnect. Typing is forgotten where it
 * cannot be said at once.
 *
 * <p>Threads: the client's executor.
 */
final class Marks {
    static final Duration READ_EVERY = Duration.ofSeconds(1);
    static final Duration TYPING_EVERY = Duration.ofSeconds(3);

    private static final class Mark {
        long wanted;
        long confirmed;
        boolean busy; // on its way, or sent less than a second ago
        int failures;
    }

    private final Loop loop;
    private final Backoff backoff;
    private final Map<String, Mark> marks = new HashMap<>();
    private final Map<String, Long> typed = new HashMap<>(); // when "on" was last sent, in the loop's nanoseconds
    private @Nullable Exchange exchange;
    private int life; // rises with every connection

    Marks(Loop loop, Backoff backoff) {
        this.loop = loop;
        this.backoff = backoff;
    }

    void connected(Exchange to) {
        exchange = to;
        marks.keySet().forEach(this::send);
    }

    void disconnected() {
        exchange = null;
        life++;
        typed.clear();
        marks.values().forEach(mark -> {
            mark.busy = false;
            mark.failures = 0;
        });
    }

    /** The user is not in this room any more, or its seqs count anew. */
    void forget(String room) {
        marks.remove(room);
        typed.remove(room);
    }

    void read(String room, long seq) {
        Mark mark = marks.computeIfAbsent(room, key -> new Mark());
        mark.wanted = Math.max(mark.wanted, seq);
        send(room);
    }

    void typing(String room, boolean on) {
        Exchange to = exchange;
        if (to == null) return;
        Long last = typed.get(room);
        long now = loop.nanoTime();
        if (on ? last != null && now - last < TYPING_EVERY.toNanos() : last == null) return;
        if (on) {
            typed.put(room, now);
        } else {
            typed.remove(room);
        }
        to.ask(id -> new Request.Typing(id, room, on), Result.Done.class, Exchange.Ignored.INSTANCE);
    }

    private void send(String room) {
        Mark mark = marks.get(room);
        if (exchange == null || mark == null || mark.busy || mark.wanted <= mark.confirmed) return;
        mark.busy = true;
        long seq = mark.wanted;
        int asOf = life;
        exchange.ask(id -> new Request.Mark(id, room, seq, null), Result.Done.class, new Answer<>() {
            @Override
            public void done(Result.Done done) {
                mark.confirmed = seq;
                again(READ_EVERY);
            }

            @Override
            public void refused(ErrorReply error) {
                boolean retry = Requests.mayRetry(error);
                if (!retry) mark.confirmed = seq; // and not to be said again
                again(retry ? backoff.after(++mark.failures, Requests.retryAfter(error)) : READ_EVERY);
            }

            private void again(Duration delay) {
                loop.after(delay, () -> {
                    if (life != asOf) return;
                    mark.busy = false;
                    send(room);
                });
            }
        });
    }
}
