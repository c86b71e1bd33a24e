package io.imbed.client;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.ImException;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.ServerFrame;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Puts the parts of a client together, and lets calls of any thread in.
 *
 * <p>Threads: fields and the methods of {@link Connector.Session} belong to the client's executor; the others are for any.
 */
final class Core implements Connector.Session {
    /** Calls that have not begun; so many only gather while a listener holds the client up. */
    static final int MAX_CALLS = 10_000;

    final Loop loop;
    final Listeners listeners = new Listeners();
    final Requests requests;
    final Follower follower;
    final Attendance attendance;
    final Sender sender;
    final Marks marks;
    final PresenceWatch presence;
    final Connector connector;
    private final Runnable whenClosed;
    private final AtomicInteger handed = new AtomicInteger(); // calls that have not begun
    private boolean closed;
    private boolean loaded;

    Core(ImClient.Builder settings, Loop loop, Runnable whenClosed) {
        this.loop = loop;
        this.whenClosed = whenClosed;
        Timeouts timeouts = settings.timeouts;
        Backoff backoff = new Backoff(settings.random);
        Connector.Target target = new Connector.Target(settings.uri, settings.wire, settings.device, settings.label);
        Tokens tokens = new Tokens(loop, settings.tokens, timeouts.token());
        requests = new Requests(loop, timeouts, backoff);
        sender = new Sender(loop, backoff, listeners, settings.outbox);
        marks = new Marks(loop, backoff);
        presence = new PresenceWatch(loop, backoff, listeners);
        follower = new Follower(loop, backoff, listeners, settings.cursors, this::seen, marks::forget);
        attendance = new Attendance(loop, backoff, follower, sender, requests);
        connector = new Connector(loop, target, timeouts, tokens, backoff, this);
    }

    /** As {@link #call(Consumer, Function)}, with the result as it is. */
    <T> CompletionStage<T> call(Consumer<CompletableFuture<T>> task) {
        return call(task, result -> result);
    }

    /**
     * Runs {@code task}, which settles the future it is given, on the loop; once closed, the future fails.
     *
     * @return a stage of the caller's own: to cancel it does not make the client believe that anything is settled; its
     *     failure is not wrapped
     */
    <T, R> CompletionStage<R> call(Consumer<CompletableFuture<T>> task, Function<T, R> map) {
        if (handed.incrementAndGet() > MAX_CALLS) {
            handed.decrementAndGet();
            return CompletableFuture.failedFuture(Requests.unavailable(MAX_CALLS + " calls wait already", false));
        }
        return hand(task, map);
    }

    /** Asks the server as soon as there is a connection, as {@link Requests} says. */
    <R extends Result, T> CompletionStage<T> ask(LongFunction<Request> request, Class<R> type, Function<R, T> map) {
        return call(future -> requests.ask(request, type, future), map);
    }

    /** As {@link #call(Consumer)}, however many wait. */
    <T> CompletionStage<T> urgent(Consumer<CompletableFuture<T>> task) {
        handed.incrementAndGet();
        return hand(task, result -> result);
    }

    private <T, R> CompletionStage<R> hand(Consumer<CompletableFuture<T>> task, Function<T, R> map) {
        CompletableFuture<T> future = new CompletableFuture<>();
        CompletableFuture<R> own = new CompletableFuture<>();
        future.whenComplete((result, failure) -> {
            if (failure == null) {
                own.complete(map.apply(result));
            } else {
                own.completeExceptionally(failure);
            }
        });
        boolean taken = loop.offer(() -> {
            handed.decrementAndGet();
            try {
                if (closed) throw closedException();
                load();
                task.accept(future);
            } catch (Throwable e) { // an Error too: whoever waits must hear of it
                future.completeExceptionally(e);
            }
        });
        if (!taken) {
            handed.decrementAndGet();
            future.completeExceptionally(closedException());
        }
        return own;
    }

    /** A future that, when it completes, has something done first, and completes the other one then. */
    <T> CompletableFuture<T> following(CompletableFuture<T> other, Consumer<T> first) {
        CompletableFuture<T> future = new CompletableFuture<>();
        future.whenComplete((result, failure) -> {
            if (failure != null) {
                other.completeExceptionally(failure);
            } else {
                first.accept(result);
                other.complete(result);
            }
        });
        return future;
    }

    void close() {
        loop.execute(() -> {
            closed = true; // not before: what was asked for earlier still counts
            sender.close(); // first: an end of a join below would send what waited for it
            requests.close();
            connector.disconnect("the client is closed").whenComplete((done, failure) -> loop.execute(whenClosed));
        });
    }

    @Override
    public Map<String, Cursor> cursorsForHello() {
        return follower.cursorsForHello();
    }

    @Override
    public void status(ConnectionStatus status) {
        listeners.tellClient(listener -> listener.onStatus(status));
    }

    @Override
    public void connected(Exchange exchange, Result.Welcome welcome, Map<String, Cursor> named) {
        listeners.tellClient(listener -> listener.onConnected(welcome));
        follower.connected(exchange, welcome, named);
        attendance.connected(exchange);
        requests.connected(exchange);
        sender.connected(exchange, welcome.user().id());
        marks.connected(exchange);
        presence.connected(exchange);
    }

    @Override
    public void stopped(ImException why) {
        requests.stop(why);
    }

    @Override
    public void disconnected() {
        follower.disconnected();
        requests.disconnected();
        sender.disconnected();
        attendance.disconnected(); // behind the two: what waited for a join must not be asked of what is dead
        marks.disconnected();
        presence.disconnected();
    }

    // The one place where frames find their handlers; Java 17 has no pattern switch.
    @Override
    public void frame(ServerFrame frame) {
        if (frame instanceof Event event) {
            follower.event(event);
        } else if (frame instanceof ServerFrame.Reset reset) {
            follower.reset(reset.room(), reset.cursor());
        } else if (frame instanceof ServerFrame.RoomGained gained) {
            follower.gained(gained.room());
            presence.roomsChanged();
        } else if (frame instanceof ServerFrame.RoomGone gone) {
            follower.gone(gone.room());
            presence.roomsChanged();
        } else if (frame instanceof ServerFrame.TypingSignal typing) {
            listeners.tellRoom(typing.room(), listener -> listener.onTyping(typing));
        } else if (frame instanceof ServerFrame.MarkSignal mark) {
            listeners.tellRoom(mark.room(), listener -> listener.onMark(mark));
        } else if (frame instanceof ServerFrame.MembersSignal members) {
            listeners.tellRoom(members.room(), listener -> listener.onMembers(members));
        } else if (frame instanceof ServerFrame.MineSignal mine) {
            listeners.tellRoom(mine.room(), listener -> listener.onMine(mine));
        } else if (frame instanceof ServerFrame.PresenceSignal signal) {
            presence.changed(signal.presence());
        }
    }

    /** Before listeners hear of it. */
    private void seen(Event event) {
        sender.seen(event);
        presence.seen(event);
    }

    private void load() {
        if (loaded) return;
        sender.load();
        loaded = true;
    }

    private static ImException closedException() {
        return Requests.unavailable("the client is closed", false);
    }
}
