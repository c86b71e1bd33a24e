package io.imbed.transport.servlet;

import io.imbed.protocol.CloseReason;
import io.imbed.spi.Handshake;
import io.imbed.spi.Inbound;
import io.imbed.spi.Transport;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * A connection over WebSocket, with a queue of its own and one thing at a time under way at the container: a text, a ping
 * or the close. Containers throw when there are two, and may forget whom to call back then; so whatever fails ends the
 * connection, and a close that does not come through ends it after a time.
 *
 * <pre>
 * nothing under way ── text: asynchronous ──▶ under way ── called back ──▶ nothing under way
 *                  └── ping, close: on a thread that may wait ──▶ …
 * </pre>
 *
 * <p>Threads: any. The lock is never held while anybody else is called.
 */
final class SocketConnection implements ServletConnection {
    private static final Logger LOG = LoggerFactory.getLogger(SocketConnection.class);
    /** Lines that have gathered leave as one message, up to this size. */
    private static final int MESSAGE_BYTES = 32 * 1024;

    private final String id;
    private final Hub hub;
    private final Session session;
    private final Handshake handshake;
    private final Pump pump;
    private final ArrayDeque<SharedText> waiting = new ArrayDeque<>(0); // guarded by this
    private List<SharedText> underWay = List.of(); // guarded by this
    private boolean busy; // guarded by this: something is under way at the container
    private boolean asked; // guarded by this: for a sign of life
    private @Nullable CloseReason closing; // guarded by this
    private boolean ended; // guarded by this
    private long bytes; // guarded by this: of what waits and what is under way
    private @Nullable Inbound inbound; // guarded by this
    private volatile boolean full;
    private volatile long pending;

    SocketConnection(Hub hub, Session session, Handshake handshake) {
        this.id = hub.nextId();
        this.hub = hub;
        this.session = session;
        this.handshake = handshake;
        this.pump = new Pump(hub.io(), this::next);
    }

    /** Hands it to the engine, and begins to write. */
    void open() {
        if (!hub.enter(this)) {
            closing = CloseReason.RESTART;
            hub.blocking().execute(() -> closeSession(CloseReason.RESTART));
            return;
        }
        Inbound taker = hub.accept(this);
        CloseReason over;
        synchronized (this) {
            inbound = taker;
            over = ended ? closing : null;
        }
        if (over != null) {
            tell(() -> taker.onClosed(over));
            hub.leave(this);
        }
        pump.wake();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Handshake handshake() {
        return handshake;
    }

    @Override
    public Transport transport() {
        return hub.transport();
    }

    @Override
    public void write(SharedText text) {
        synchronized (this) {
            if (ended || closing != null) {
                text.release();
                return;
            }
            waiting.add(text);
            bytes += text.size();
            pending = bytes;
            if (bytes >= hub.options().highWaterBytes()) full = true;
        }
        pump.wake();
    }

    @Override
    public boolean isWritable() {
        return !full;
    }

    @Override
    public long pendingBytes() {
        return pending;
    }

    @Override
    public void ping() {
        synchronized (this) {
            asked = true;
        }
        pump.wake();
    }

    @Override
    public void close(CloseReason reason) {
        if (reason.code() == CloseReason.ABNORMAL.code()) {
            cut(reason);
            return;
        }
        synchronized (this) {
            if (ended || closing != null) return;
            closing = reason;
        }
        hub.after(hub.options().closeTimeout(), () -> cut(reason));
        pump.wake();
    }

    @Override
    public void cut(CloseReason reason) {
        Inbound receiver;
        CloseReason told;
        List<SharedText> dropped;
        synchronized (this) {
            if (ended) return;
            ended = true;
            if (closing == null) closing = reason;
            told = closing;
            receiver = inbound;
            dropped = new ArrayList<>(underWay);
            dropped.addAll(waiting);
            underWay = List.of();
            waiting.clear();
            bytes = 0;
            pending = 0;
            full = false;
        }
        dropped.forEach(SharedText::release);
        if (session.isOpen()) hub.blocking().execute(() -> closeSession(told));
        // If it is just being taken over, whoever does that tells it, and lets it leave.
        if (receiver == null) return;
        tell(() -> receiver.onClosed(told));
        hub.leave(this);
    }

    /** On an io thread: puts the next thing under way. A ping goes ahead of what waits, the close behind all of it. */
    private void next() {
        List<SharedText> texts = List.of();
        boolean ping = false;
        CloseReason last;
        synchronized (this) {
            if (busy || ended || inbound == null) return;
            last = waiting.isEmpty() ? closing : null;
            if (asked) {
                ping = true;
                asked = false;
            } else if (!waiting.isEmpty()) {
                texts = gather();
                underWay = texts;
            } else if (last == null) {
                return;
            }
            busy = true;
        }
        if (ping) askPeer();
        else if (last == null) send(texts);
        else hub.blocking().execute(() -> closeSession(last));
    }

    /** Under the lock: takes what leaves as one message. */
    private List<SharedText> gather() {
        List<SharedText> taken = new ArrayList<>(1);
        int size = 0;
        while (!waiting.isEmpty() && (taken.isEmpty() || size + waiting.peek().size() < MESSAGE_BYTES)) {
            SharedText next = waiting.remove();
            size += next.size() + 1;
            taken.add(next);
        }
        return taken;
    }

    private void send(List<SharedText> texts) {
        String message = texts.size() == 1 ? texts.get(0).text() : joined(texts);
        try {
            session.getAsyncRemote().sendText(message, result -> sent(texts, result));
        } catch (RuntimeException e) {
            // It may call back all the same, or never.
            broke(e);
        }
    }

    private static String joined(List<SharedText> texts) {
        StringJoiner lines = new StringJoiner("\n");
        for (SharedText each : texts) lines.add(each.text());
        return lines.toString();
    }

    private void sent(List<SharedText> texts, SendResult result) {
        if (!result.isOK()) {
            broke(result.getException());
            return;
        }
        Inbound relieved = null;
        synchronized (this) {
            // After the end, or called twice.
            if (underWay != texts) return;
            underWay = List.of();
            busy = false;
            for (SharedText each : texts) bytes -= each.size();
            pending = bytes;
            if (full && bytes <= hub.options().lowWaterBytes()) {
                full = false;
                relieved = inbound;
            }
        }
        texts.forEach(SharedText::release);
        if (relieved != null) tell(relieved::onWritable);
        pump.wake();
    }

    private void askPeer() {
        if (hub.isBlockingBehind()) {
            // It can not be asked in time, which is not its fault.
            alive();
            idle();
            return;
        }
        hub.blocking().execute(() -> {
            try {
                session.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
                idle();
            } catch (IOException | RuntimeException e) {
                broke(e);
            }
        });
    }

    private void idle() {
        synchronized (this) {
            busy = false;
        }
        pump.wake();
    }

    /** May wait for the socket; the container tells the end, sooner or later. */
    private void closeSession(CloseReason reason) {
        try {
            // If the peer does not read, not even this leaves: then the container is to give up.
            session.setMaxIdleTimeout(hub.options().closeTimeout().toMillis());
            session.close(new jakarta.websocket.CloseReason(
                    jakarta.websocket.CloseReason.CloseCodes.getCloseCode(sendable(reason.code())), reason.text()));
        } catch (IOException | RuntimeException e) {
            logged(LOG.atDebug().setCause(e)).log("closing {} failed", id);
        }
    }

    /** 1006 is never sent; a connection cut off is one that goes away. */
    private static int sendable(int code) {
        return code == CloseReason.ABNORMAL.code() ? CloseReason.GOING_AWAY.code() : code;
    }

    /** The socket does not work any more. */
    void broke(@Nullable Throwable why) {
        logged(LOG.atDebug().setCause(why)).log("{} broke", id);
        cut(CloseReason.ABNORMAL);
    }

    /** Whether its end has been decided, so that what the peer still says does not matter. */
    synchronized boolean isShut() {
        return ended || closing != null;
    }

    void received(String text) {
        Inbound receiver = receiver();
        if (receiver != null) tell(() -> receiver.onText(text));
    }

    void alive() {
        Inbound receiver = receiver();
        if (receiver != null) tell(receiver::onAlive);
    }

    private synchronized @Nullable Inbound receiver() {
        return ended ? null : inbound;
    }

    private LoggingEventBuilder logged(LoggingEventBuilder line) {
        return line.addKeyValue("connection", id);
    }

    private void tell(Runnable what) {
        try {
            what.run();
        } catch (Throwable e) {
            logged(LOG.atError().setCause(e)).log("the engine failed to hear of {}", id);
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
