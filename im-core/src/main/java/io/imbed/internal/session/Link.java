package io.imbed.internal.session;

import io.imbed.internal.Causes;
import io.imbed.internal.LogLine;
import io.imbed.internal.Outbox;
import io.imbed.protocol.CloseReason;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.MalformedFrameException;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Request;
import io.imbed.protocol.ServerFrame;
import io.imbed.spi.Batch;
import io.imbed.spi.Connection;
import io.imbed.spi.Inbound;
import io.imbed.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One connection as the engine sees it, from its opening to its end. Awaits a hello, then carries the session that came
 * of it.
 *
 * <pre>
 * AWAITING_HELLO --hello--> GREETING --welcome--> ACTIVE
 *        ^-- (not authenticated: closed)             |
 *        any -------- closed by either side ------> CLOSED
 * </pre>
 *
 * <p>Threads: any. Lines are handled one at a time, in order, on the worker executor.
 */
public final class Link implements Inbound, InboundQueue.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    /** Malformed frames that a client may send before it counts as broken. */
    private static final int MAX_MALFORMED = 3;

    private final Services services;
    private final Connection connection;
    private final Outbox outbox;
    private final InboundQueue inbound;
    private final Liveness liveness;
    private final Router router;
    private final Consumer<Link> onEnd;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicLong inLine = new AtomicLong();
    private int malformed; // the queue's handler alone
    private Phase phase = Phase.AWAITING_HELLO; // guarded by this
    private Scheduler.@Nullable Timer deadline; // guarded by this: of the hello, then of the identity
    private volatile @Nullable Session session;
    private boolean watching; // guarded by this
    private int part; // guarded by this: bytes of a message that is not complete
    private volatile @Nullable CloseReason leaving; // set once, by a drain

    private enum Phase {
        AWAITING_HELLO,
        GREETING,
        ACTIVE,
        CLOSED
    }

    /** @param onEnd told once, when the connection has ended on our side or the other */
    public Link(Services services, Connection connection, Consumer<Link> onEnd) {
        this.services = services;
        this.connection = connection;
        this.onEnd = onEnd;
        var queues = services.limits().queues();
        this.outbox = new Outbox(connection, queues.outboxBytes());
        this.inbound = new InboundQueue(
                this, services.env().worker(), services.budget(), queues.inboundFrames(), queues.inboundBytes());
        this.liveness = new Liveness(
                this, services.env(), services.ticks(), services.limits().times());
        this.router = new Router(services, this);
    }

    /** Begins; called once, by whoever made it. */
    public void start() {
        synchronized (this) {
            deadline = services.env()
                    .scheduler()
                    .schedule(services.limits().times().hello(), () -> close(CloseReason.HELLO_TIMEOUT));
        }
        liveness.start();
    }

    public Connection connection() {
        return connection;
    }

    Outbox outbox() {
        return outbox;
    }

    /** Null until the hello was answered. */
    public @Nullable Session session() {
        return session;
    }

    /** What this client holds: sent to it and not taken, or come from it and not handed on. */
    public long pendingBytes() {
        long unfinished;
        synchronized (this) {
            unfinished = part;
        }
        return outbox.bytes() + inbound.bytes() + unfinished + inLine.get();
    }

    // ---- From the transport

    @Override
    public void onText(String unit) {
        liveness.heard();
        if (!inbound.offer(unit)) close(CloseReason.FLOODING);
    }

    @Override
    public void onPart(int bytes) {
        int more;
        synchronized (this) {
            if (phase == Phase.CLOSED) return;
            more = bytes - part;
            part = bytes;
        }
        if (more > 0) services.budget().take(more);
        else services.budget().give(-more);
    }

    @Override
    public void onAlive() {
        liveness.heard();
    }

    @Override
    public void onWritable() {
        // Not on the transport's thread, which may hold a lock of its own.
        services.env().worker().execute(this::drained);
    }

    private void drained() {
        outbox.drain();
        Session current = session;
        if (current != null) current.pages().next();
        leaveIfDone();
    }

    @Override
    public void onClosed(CloseReason reason) {
        end(false);
    }

    // ---- Lines

    @Override
    public boolean isReady() {
        var queues = services.limits().queues();
        boolean busy = underWay.get() >= queues.inboundFrames() || inLine.get() >= queues.inboundBytes();
        if (leaving != null || busy) return false;
        synchronized (this) {
            return phase == Phase.AWAITING_HELLO || phase == Phase.ACTIVE;
        }
    }

    @Override
    public void handle(String line) {
        Request request;
        try {
            request = services.codec().decodeRequest(line);
        } catch (MalformedFrameException error) {
            malformed(error);
            return;
        }
        Session current = session;
        if (current != null) {
            router.route(current, request);
        } else if (request instanceof Request.Hello hello) {
            if (enter(Phase.AWAITING_HELLO, Phase.GREETING)) new Greeting(services, this, hello).begin();
        } else {
            send(Errors.reply(
                    request.id(), new RefusedException(ErrorCode.UNAUTHENTICATED, "the first request must be hello")));
        }
    }

    @Override
    public void failed(Throwable defect) {
        LogLine.ofConnection(aboutSession(LOG.atError().setCause(defect)), connection.id(), "ended by a defect");
        close(CloseReason.INTERNAL);
    }

    /** One whose id could be read is a bad request; one that could not is a sign of a broken client. */
    private void malformed(MalformedFrameException error) {
        services.metrics().count("im.frames.malformed", "", 1);
        send(Errors.reply(error.id(), error));
        if (error.id() == 0 && ++malformed >= MAX_MALFORMED) close(CloseReason.MALFORMED);
    }

    /** A request is under way; {@link #finished} follows. */
    void began() {
        underWay.incrementAndGet();
    }

    /** So much more, or less, of requests waits for others of this client that came before. */
    void standsInLine(int bytes) {
        inLine.addAndGet(bytes);
        if (bytes > 0) services.budget().take(bytes);
        else services.budget().give(-bytes);
    }

    void finished() {
        underWay.decrementAndGet();
        inbound.resume();
        leaveIfDone();
    }

    private synchronized boolean enter(Phase from, Phase to) {
        if (phase != from) return false;
        phase = to;
        return true;
    }

    // ---- To the client

    /** Writes one frame; a client that cannot take it reads too slowly and is closed. */
    public void send(ServerFrame frame) {
        Batch batch = services.encoder().batch(frame);
        boolean taken = session == null ? outbox.bypass(batch) : outbox.offer(batch);
        if (!taken) close(CloseReason.SLOW_CONSUMER);
    }

    /** The outbox is full: it has until the limit to be empty once, or the client reads too slowly. */
    void watchOutbox() {
        synchronized (this) {
            if (watching) return;
            watching = true;
        }
        long emptied = outbox.emptied();
        services.env().scheduler().schedule(services.limits().times().lag(), () -> {
            synchronized (this) {
                watching = false;
            }
            if (outbox.isStuckSince(emptied)) close(CloseReason.SLOW_CONSUMER);
        });
    }

    /** The hello was good: the reply goes first, then everything that has gathered for the session. */
    boolean activate(Session opened, ServerFrame.Reply welcome) {
        synchronized (this) {
            if (phase != Phase.GREETING) return false;
            phase = Phase.ACTIVE;
            session = opened;
        }
        expireAt(opened);
        outbox.uncork(services.encoder().batch(welcome));
        opened.pages().next();
        inbound.resume();
        return true;
    }

    /** Ends the connection when the identity does, unless it is renewed before. */
    void expireAt(Session of) {
        Long ms = of.expiresInMs(services.env().clock());
        synchronized (this) {
            if (deadline != null) deadline.cancel();
            deadline = null;
            if (ms == null || phase == Phase.CLOSED) return;
            deadline =
                    services.env().scheduler().schedule(Duration.ofMillis(ms), () -> close(CloseReason.TOKEN_EXPIRED));
        }
    }

    /** What is answered to a request that failed; a failure of ours is logged. */
    ServerFrame.ErrorReply reply(long re, Throwable why) {
        if (Errors.isOurs(why)) {
            LogLine.ofConnection(
                    aboutSession(LOG.atError().setCause(Causes.of(why))),
                    connection.id(),
                    "a request failed for a reason of ours");
        }
        return Errors.reply(re, why);
    }

    private LoggingEventBuilder aboutSession(LoggingEventBuilder line) {
        Session current = session;
        return current == null ? line : line.addKeyValue("session", current.id());
    }

    /** Refuses a hello: says why, then closes. */
    void refuse(long re, Throwable why, CloseReason reason) {
        send(reply(re, why));
        close(reason);
    }

    /** Ends it once what is under way is answered and has left; nothing new is taken up. */
    public void leave(CloseReason reason) {
        leaving = reason;
        leaveIfDone();
    }

    private void leaveIfDone() {
        CloseReason reason = leaving;
        if (reason == null) return;
        if (session == null || (underWay.get() == 0 && outbox.isDrained())) close(reason);
    }

    /** Ends it from our side: delivery and acceptance stop now, then the peer is told. A second call does nothing. */
    public void close(CloseReason reason) {
        if (!end(reason.code() == CloseReason.SIGNED_OUT.code())) return;
        Session current = session;
        if (current != null) current.cut();
        services.metrics().count("im.connections.closed", String.valueOf(reason.code()), 1);
        connection.close(reason);
    }

    private boolean end(boolean signedOut) {
        synchronized (this) {
            if (phase == Phase.CLOSED) return false;
            phase = Phase.CLOSED;
            services.budget().give(part);
            part = 0;
            if (deadline != null) deadline.cancel();
        }
        liveness.stop();
        inbound.close();
        outbox.close();
        Session current = session;
        if (current != null) Greeting.goodbye(services, current, signedOut);
        onEnd.accept(this);
        return true;
    }
}
