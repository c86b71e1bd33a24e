package io.imbed.client;

import io.imbed.protocol.CloseReason;
import io.imbed.protocol.Content;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.ImException;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.ServerFrame.ErrorReply;
import io.imbed.protocol.UnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is in the {@link Outbox}, again and again with the same cid, until the server has it or refuses it.
 *
 * <p>Ack and own event come in either order, and either settles a send: after a lost ack the event is sometimes the only
 * one that still comes.
 *
 * <p>Threads: the client's executor.
 */
final class Sender {
    /** An application that sends more without a connection is told so at once. */
    static final int MAX_WAITING = 10_000;

    /**
     * How long a message that is not taken yet holds up other rooms than its own: about as long as a rate takes to allow
     * the next one. What takes longer is the slow mode of that one room, or is told to each room when it tries.
     */
    static final Duration MAX_HOLD = Duration.ofSeconds(1);

    private final Loop loop;
    private final Backoff backoff;
    private final Listeners listeners;
    private final @Nullable OutboxStore store;
    private final Outbox outbox = new Outbox();
    private final Map<String, Integer> holds = new HashMap<>();
    private @Nullable Exchange exchange;
    private @Nullable String user;
    private boolean limited; // by the server's rates, until
    private long limitedUntil; // in the loop's nanoseconds

    Sender(Loop loop, Backoff backoff, Listeners listeners, @Nullable OutboxStore store) {
        this.loop = loop;
        this.backoff = backoff;
        this.listeners = listeners;
        this.store = store;
    }

    /** Takes in what an earlier process left. */
    void load() {
        if (store == null) return;
        store.load().forEach(send -> {
            Outbox.Item item = new Outbox.Item(send, new CompletableFuture<>());
            item.sent = true; // for all we know
            outbox.add(item);
        });
    }

    void send(PendingSend send, CompletableFuture<Result.Sent> future) {
        if (outbox.size() >= MAX_WAITING) {
            future.completeExceptionally(Requests.unavailable(MAX_WAITING + " messages wait already", false));
            return;
        }
        try {
            if (store != null) store.add(send);
        } catch (RuntimeException e) {
            future.completeExceptionally(e);
            return;
        }
        outbox.add(new Outbox.Item(send, future));
        pump(send.room());
    }

    void connected(Exchange to, String userId) {
        exchange = to;
        user = userId;
        pumpAll();
    }

    void disconnected() {
        exchange = null;
    }

    /** Sends nothing to a room until as many {@link #release} it: the user is about to join it. */
    void hold(String room) {
        holds.merge(room, 1, Integer::sum);
    }

    void release(String room) {
        holds.computeIfPresent(room, (key, count) -> count == 1 ? null : count - 1);
        pump(room);
    }

    /** The log has this event, so it has the message in it. */
    void seen(Event event) {
        if (!(event.body() instanceof EventBody.Posted posted)) return;
        Message message = posted.message();
        if (!message.sender().equals(user)) return; // anybody may use a cid that somebody else used
        Outbox.Item item = outbox.sentHead(event.room(), message.cid());
        if (item == null) return;
        Content submitted = item.send.draft().content();
        Content stored = message.content();
        boolean changed = stored != null && !stored.json().equals(submitted.json());
        settle(item, new Result.Sent(message.seq(), event.rev(), message.at(), false, changed ? stored : null));
    }

    List<PendingSend> pending() {
        return outbox.items().stream().map(item -> item.send).toList();
    }

    /** What waits stays in the store, if there is one. */
    void close() {
        outbox.items().forEach(item -> {
            if (outbox.remove(item)) {
                item.future.completeExceptionally(Requests.unavailable("the client is closed", item.sent));
            }
        });
    }

    private void pumpAll() {
        outbox.rooms().forEach(this::pump);
    }

    private void pump(String room) {
        Exchange on = exchange;
        if (on == null || limited || holds.containsKey(room)) return;
        Outbox.Item item = outbox.start(room);
        if (item == null) return;
        PendingSend send = item.send;
        on.ask(
                id -> new Request.Send(
                        id,
                        room,
                        send.cid(),
                        send.draft().content(),
                        send.draft().replyTo(),
                        send.draft().mentions(),
                        send.draft().meta()),
                Result.Sent.class,
                new Answer<>() {
                    @Override
                    public void done(Result.Sent sent) {
                        settle(item, sent);
                    }

                    @Override
                    public void refused(ErrorReply error) {
                        Sender.this.refused(item, error);
                    }

                    @Override
                    public void lost(boolean wasSent) {
                        outbox.release(item);
                    }
                });
    }

    private void settle(Outbox.Item item, Result.Sent sent) {
        if (!outbox.remove(item)) return;
        forget(item.send);
        item.future.complete(sent);
        listeners.tellClient(listener -> listener.onSent(item.send, sent));
        pump(item.send.room());
    }

    private void refused(Outbox.Item item, ErrorReply error) {
        if (!outbox.isHead(item)) return; // its event came first
        if (Requests.mayRetry(error)) {
            retryLater(item, error);
            return;
        }
        if (error.code() == ErrorCode.UNAUTHENTICATED && exchange != null) {
            // Not this message was refused but the session: it may go on with another token.
            outbox.release(item);
            exchange.close(CloseReason.UNAUTHENTICATED.withText(error.message()));
            return;
        }
        outbox.remove(item);
        forget(item.send);
        ImException refusal = Requests.exceptionOf(error);
        item.future.completeExceptionally(refusal);
        listeners.tellClient(listener -> listener.onSendRefused(item.send, refusal));
        pump(item.send.room());
    }

    private void retryLater(Outbox.Item item, ErrorReply error) {
        Duration delay = backoff.after(outbox.failed(item), Requests.retryAfter(error));
        // A rate counts over all rooms: to go on in the others at once would only be refused too.
        if (error.code() == ErrorCode.RATE_LIMITED) holdAll(delay.compareTo(MAX_HOLD) < 0 ? delay : MAX_HOLD);
        loop.after(delay, () -> {
            outbox.release(item);
            pump(item.send.room());
        });
        UnavailableException why = new UnavailableException(error.code(), error.message(), delay, error.unknown());
        listeners.tellClient(listener -> listener.onSendDelayed(item.send, why));
    }

    private void holdAll(Duration delay) {
        long until = loop.nanoTime() + delay.toNanos();
        if (limited && until - limitedUntil <= 0) return;
        limited = true;
        limitedUntil = until;
        loop.after(delay, () -> {
            if (limitedUntil != until) return; // held longer since
            limited = false;
            pumpAll();
        });
    }

    private void forget(PendingSend send) {
        if (store != null) Loop.guarded("outbox store", () -> store.remove(send));
    }
}
