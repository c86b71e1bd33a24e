package io.imbed.client;

import io.imbed.protocol.CloseReason;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.FrameCodec;
import io.imbed.protocol.MalformedFrameException;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.ServerFrame;
import io.imbed.protocol.ServerFrame.ErrorReply;
import io.imbed.spi.Scheduler;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, from the attempt to open it to its end: requests and their replies, and whether the other side lives.
 *
 * <p>It is thrown away with its connection, so nothing of an old connection can be mistaken for the new one's. It ends
 * once, by the wire, by us, or because the peer is silent; then the owner is told first and those who wait for replies
 * after it, so that none of them asks again on what is dead.
 *
 * <p>Threads: the client's executor. The wire's threads come in through {@link WireEnd}.
 */
final class Exchange {
    private static final Logger log = LoggerFactory.getLogger(ImClient.class);

    /**
     * Requests without a reply, and their bytes. The server bounds what waits of one connection (256 lines, 256 KiB) and
     * ends one that exceeds it, so what can wait there must not come near it.
     */
    static final int MAX_IN_FLIGHT = 32;

    static final int MAX_BYTES_IN_FLIGHT = 128 * 1024;

    /** Gets what no request asked for. */
    interface Owner {
        void opened(Exchange exchange);

        void frame(Exchange exchange, ServerFrame frame);

        void ended(Exchange exchange, CloseReason reason);
    }

    private final Loop loop;
    private final FrameCodec codec = new FrameCodec(FrameCodec.CLIENT_LIMITS);
    private final Timeouts timeouts;
    private final Owner owner;
    private final WireEnd wireEnd;
    private final Map<Long, Asked<?>> inFlight = new LinkedHashMap<>(); // in the order they were sent
    private final ArrayDeque<Asked<?>> queued = new ArrayDeque<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private Wire.@Nullable Connection connection;
    private Scheduler.@Nullable Timer replyTimer;
    private Scheduler.@Nullable Timer silenceTimer;
    private int maxFrameBytes = Integer.MAX_VALUE;
    private int bytesInFlight;
    private long lastId;
    private boolean open;
    private boolean ended;

    Exchange(Loop loop, Timeouts timeouts, Owner owner) {
        this.loop = loop;
        this.timeouts = timeouts;
        this.owner = owner;
        this.wireEnd = new WireEnd(loop, this);
    }

    void open(Wire wire, URI uri) {
        try {
            connection = wire.connect(uri, wireEnd);
        } catch (RuntimeException e) {
            log.warn("wire cannot connect", e);
            gone.complete(null);
            end(CloseReason.ABNORMAL.withText("wire failed"));
        }
    }

    /**
     * Sends a request, or queues it behind others, and has the answer told.
     *
     * @param request makes it, given the id it is to have
     */
    <R extends Result> void ask(LongFunction<Request> request, Class<R> type, Answer<R> answer) {
        if (ended) {
            answer.lost(false);
            return;
        }
        queued.add(new Asked<>(request, type, answer));
        sendQueued();
    }

    /** What the server said about itself: from now on its silence is watched. */
    void welcomed(Result.Welcome welcome) {
        maxFrameBytes = welcome.limits().maxFrameBytes();
        watchSilence(Loop.millis(welcome.pingMs()).plus(timeouts.silence()), false);
    }

    /** Asks for a sign of life now rather than at the next ping. */
    void probe() {
        ask(Request.Ping::new, Result.Done.class, Ignored.INSTANCE);
    }

    /** Ends in an orderly way, for this reason of ours; the returned stage completes when the wire is closed. */
    CompletionStage<Void> close(CloseReason reason) {
        if (!open) { // there is nothing yet to end in an orderly way
            suspect(reason);
            return gone;
        }
        if (connection != null) connection.close();
        Scheduler.Timer cut = loop.after(timeouts.close(), this::abort);
        gone.thenRun(() -> loop.execute(cut::cancel));
        end(reason);
        return gone;
    }

    /** Ends a connection that no longer answers. */
    void suspect(CloseReason reason) {
        abort();
        end(reason);
    }

    void opened() {
        open = true;
        if (!ended) owner.opened(this);
    }

    void received(String unit) {
        for (String line : FrameCodec.lines(unit)) {
            if (ended) return;
            ServerFrame frame = decode(line);
            if (frame instanceof ServerFrame.Reply reply) {
                answered(reply.re(), asked -> asked.done(reply.result()));
            } else if (frame instanceof ErrorReply error && error.re() != 0) {
                answered(error.re(), asked -> asked.answer.refused(error));
            } else if (frame instanceof ServerFrame.ServerPing) {
                probe();
            } else if (frame != null) {
                owner.frame(this, frame);
            }
        }
    }

    void closed(CloseReason reason) {
        gone.complete(null);
        end(reason);
    }

    private void abort() {
        if (connection != null) connection.abort();
        gone.complete(null);
    }

    private void end(CloseReason reason) {
        if (ended) return;
        ended = true;
        if (replyTimer != null) replyTimer.cancel();
        if (silenceTimer != null) silenceTimer.cancel();
        List<Asked<?>> sent = new ArrayList<>(inFlight.values());
        List<Asked<?>> unsent = new ArrayList<>(queued);
        inFlight.clear();
        queued.clear();
        owner.ended(this, reason);
        sent.forEach(asked -> asked.answer.lost(true));
        unsent.forEach(asked -> asked.answer.lost(false));
    }

    // A line that cannot be read is left out, so that one poisoned event does not cut off every room for ever: the gap
    // it leaves is found, and if the page that should fill it cannot be read either, the room is reset past it.
    private @Nullable ServerFrame decode(String line) {
        try {
            return codec.decodeServerFrame(line, id -> {
                Asked<?> asked = inFlight.get(id);
                return asked == null ? null : asked.op;
            });
        } catch (MalformedFrameException e) {
            log.warn("line of {} characters from the server cannot be read: {}", line.length(), e.getMessage());
            return e.id() == 0 ? null : new ErrorReply(e.id(), ErrorCode.BAD_REQUEST, "unreadable reply", null, true);
        }
    }

    private void answered(long id, Consumer<Asked<?>> how) {
        Asked<?> asked = inFlight.remove(id);
        if (asked == null) return; // a repeated reply
        bytesInFlight -= asked.bytes;
        how.accept(asked);
        sendQueued();
    }

    private void sendQueued() {
        while (connection != null && !ended && inFlight.size() < MAX_IN_FLIGHT && !queued.isEmpty()) {
            Asked<?> asked = queued.element();
            if (asked.line.isEmpty() && !encode(asked)) {
                queued.remove();
                continue;
            }
            if (!inFlight.isEmpty() && bytesInFlight + asked.bytes > MAX_BYTES_IN_FLIGHT) return;
            queued.remove();
            bytesInFlight += asked.bytes;
            asked.sentAt = loop.nanoTime();
            inFlight.put(asked.id, asked);
            send(asked.line);
            if (replyTimer == null) watchReplies(timeouts.reply());
        }
    }

    /** Writes its line; or answers it, if no server would take it. */
    private boolean encode(Asked<?> asked) {
        long id = ++lastId;
        try {
            Request request = asked.request.apply(id);
            String line = codec.encode(request);
            int bytes = line.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > maxFrameBytes) {
                throw new MalformedFrameException(
                        id, ErrorCode.TOO_LARGE, "request is " + bytes + " bytes, limit " + maxFrameBytes);
            }
            asked.id = id;
            asked.op = request.op();
            asked.line = line;
            asked.bytes = bytes;
            return true;
        } catch (MalformedFrameException e) {
            asked.answer.refused(new ErrorReply(id, e.code(), String.valueOf(e.getMessage()), null, false));
            return false;
        }
    }

    private void send(String line) {
        try {
            if (connection != null) connection.send(line);
        } catch (RuntimeException e) {
            log.warn("wire cannot send", e);
            // Later, as whoever asked is in the middle of something.
            loop.execute(() -> suspect(CloseReason.ABNORMAL.withText("wire failed")));
        }
    }

    private void watchReplies(Duration in) {
        replyTimer = loop.after(in, () -> {
            replyTimer = null;
            if (inFlight.isEmpty()) return;
            Asked<?> oldest = inFlight.values().iterator().next();
            Duration waited = Duration.ofNanos(loop.nanoTime() - oldest.sentAt);
            if (waited.compareTo(timeouts.reply()) >= 0) {
                suspect(CloseReason.PING_TIMEOUT.withText("no reply to " + oldest.op + " in time"));
            } else {
                watchReplies(timeouts.reply().minus(waited));
            }
        });
    }

    // One timer: when it fires it looks at when something was last heard, and is set again for what is left.
    private void watchSilence(Duration atMost, boolean probed) {
        Duration half = atMost.minus(timeouts.silence().dividedBy(2));
        Duration next = (probed ? atMost : half).minus(heardAgo());
        silenceTimer = loop.after(next.isNegative() ? Duration.ZERO : next, () -> {
            Duration silent = heardAgo();
            if (silent.compareTo(atMost) >= 0) {
                suspect(CloseReason.PING_TIMEOUT.withText("no sign of life from the server"));
                return;
            }
            boolean late = silent.compareTo(half) >= 0;
            // The server's ping is overdue, or is of a kind that this wire cannot see.
            if (late && !probed) probe();
            watchSilence(atMost, late);
        });
    }

    private Duration heardAgo() {
        return Duration.ofNanos(loop.nanoTime() - wireEnd.lastHeard());
    }

    private static final class Asked<R extends Result> {
        final LongFunction<Request> request;
        final Class<R> type;
        final Answer<R> answer;
        long id;
        String op = "";
        String line = "";
        int bytes;
        long sentAt;

        Asked(LongFunction<Request> request, Class<R> type, Answer<R> answer) {
            this.request = request;
            this.type = type;
            this.answer = answer;
        }

        void done(Result result) {
            answer.done(type.cast(result));
        }
    }

    /** For requests whose answer says nothing that matters. */
    enum Ignored implements Answer<Result.Done> {
        INSTANCE;

        @Override
        public void done(Result.Done result) {}

        @Override
        public void refused(ErrorReply error) {}
    }
}
