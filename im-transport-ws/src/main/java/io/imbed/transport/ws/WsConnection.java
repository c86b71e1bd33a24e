package io.imbed.transport.ws;

import io.imbed.protocol.CloseReason;
import io.imbed.spi.Batch;
import io.imbed.spi.Connection;
import io.imbed.spi.Handshake;
import io.imbed.spi.Inbound;
import io.imbed.spi.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One socket, from the moment it is accepted. The engine sees it once the handshake is done.
 *
 * <p>Threads: any. What is written goes as a task to its {@link Writer}; what is counted is in {@link Backlog}.
 */
final class WsConnection implements Connection {
    private static final Logger LOG = LoggerFactory.getLogger(WsConnection.class);

    private final String id;
    private final WsTransport transport;
    private final SocketChannel channel;
    private final InetAddress peer;
    private final Writer writer;
    private final Outbound outbound;
    private final Backlog backlog;
    private final AtomicReference<@Nullable CloseReason> cause = new AtomicReference<>();
    private final AtomicReference<byte @Nullable []> pong = new AtomicReference<>();
    private final AtomicBoolean closedTold = new AtomicBoolean();

    private @Nullable Intake intake; // set once, before any thread but that of its maker knows this
    private volatile @Nullable Handshake handshake;
    private volatile @Nullable Inbound inbound;

    WsConnection(
            String id,
            WsTransport transport,
            SocketChannel channel,
            InetAddress peer,
            Link link,
            Writer writer,
            Backlog backlog) {
        this.id = id;
        this.transport = transport;
        this.channel = channel;
        this.peer = peer;
        this.writer = writer;
        this.backlog = backlog;
        this.outbound = new Outbound(this, link);
    }

    /** Gives it its reading half. */
    void attach(Intake reader) {
        intake = reader;
    }

    Intake intake() {
        return Objects.requireNonNull(intake);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Handshake handshake() {
        Handshake known = handshake;
        if (known == null) throw new IllegalStateException("before the handshake");
        return known;
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public void write(Batch batch) {
        if (!backlog.add(batch.size())) {
            batch.release(1);
            return;
        }
        Fanout alone = new Fanout(writer, batch, this, 1);
        alone.add(this);
        alone.post();
    }

    @Override
    public boolean isWritable() {
        return backlog.isWritable();
    }

    @Override
    public long pendingBytes() {
        return backlog.bytes();
    }

    @Override
    public void ping() {
        writer.post(outbound::ping);
    }

    @Override
    public void close(CloseReason reason) {
        if (!CloseFrames.sendable(reason)) {
            cut(reason);
            return;
        }
        backlog.shut();
        intake().drop();
        if (!cause.compareAndSet(null, reason)) return;
        writer.post(() -> outbound.close(CloseFrames.encode(reason)));
    }

    /** Ends it without a word. */
    void cut(CloseReason reason) {
        backlog.shut();
        intake().drop();
        cause.compareAndSet(null, reason);
        writer.post(() -> writer.finish(this));
    }

    /** The peer's stream has ended. It may have ended its half alone: a close that is on its way to it is still written. */
    void peerEnds() {
        backlog.shut();
        cause.compareAndSet(null, CloseReason.ABNORMAL);
        writer.post(() -> {
            if (outbound.isClosing()) outbound.peerClosed();
            else writer.finish(this);
        });
    }

    /**
     * Ends it after the peer broke the rules. What it says from now on cannot be understood, its answer to the close
     * included; so it is shown the end of the stream, that it hangs up.
     */
    void breakOff(CloseReason reason) {
        close(reason);
        writer.post(outbound::hangUpWhenWritten);
    }

    /** Does something to the link on the writer's thread, and writes. */
    void touchLink(Link.Task task) {
        writer.post(() -> outbound.touchLink(task));
    }

    /** Answers what was no good request with these bytes, and ends. */
    void refuse(byte[] response) {
        backlog.shut();
        cause.compareAndSet(null, CloseReason.NORMAL);
        writer.post(() -> {
            outbound.close(response);
            // Closing with unread bytes would make its system throw the response away; so it has to hang up first.
            outbound.hangUpWhenWritten();
            outbound.uncork();
        });
    }

    /** Answers a good request; {@code taker} gets the connection before anything leaves. */
    void open(Handshake shown, byte[] response, Function<Connection, Inbound> taker) {
        handshake = shown;
        writer.post(() -> outbound.respond(response));
        try {
            inbound = taker.apply(this);
        } finally {
            writer.post(outbound::uncork);
        }
    }

    /** The peer closes: what waits is still written, then its close is answered. */
    void peerCloses(CloseReason reason) {
        backlog.shut();
        cause.compareAndSet(null, reason);
        writer.post(() -> {
            outbound.close(CloseFrames.encode(reason));
            outbound.peerClosed();
        });
    }

    /** The peer wants to know whether we live. */
    void pong(byte[] payload) {
        // One task at most, however many pings there are.
        if (pong.getAndSet(payload) == null) writer.post(this::answerPing);
    }

    private void answerPing() {
        byte[] payload = pong.getAndSet(null);
        if (payload != null) outbound.pong(payload);
    }

    /** Whether the handshake was good. */
    boolean isOpen() {
        return handshake != null;
    }

    /** Whether its end has been decided, so that what the peer still says does not matter. */
    boolean isShut() {
        return backlog.isShut();
    }

    InetAddress peer() {
        return peer;
    }

    SocketChannel channel() {
        return channel;
    }

    Writer writer() {
        return writer;
    }

    Outbound outbound() {
        return outbound;
    }

    Backlog backlog() {
        return backlog;
    }

    @Nullable Inbound inbound() {
        return inbound;
    }

    /** On the writer's thread: so many pending bytes are with the operating system now. */
    void written(long bytes) {
        Inbound receiver = inbound;
        if (backlog.written(bytes) && receiver != null) {
            try {
                receiver.onWritable();
            } catch (Throwable e) {
                logged(LOG.atError().setCause(e)).log("onWritable of {} failed", this);
            }
        }
    }

    /** On the writer's thread: closes the socket. */
    void ended() {
        cause.compareAndSet(null, CloseReason.ABNORMAL);
        backlog.end();
        try {
            channel.close();
        } catch (IOException e) {
            logged(LOG.atDebug()).log("Closing {} failed: {}", this, e.getMessage());
        }
        intake().ended();
    }

    /** Once nothing more can arrive. A second call does nothing and returns false. */
    boolean tellClosed() {
        if (!closedTold.compareAndSet(false, true)) return false;
        Inbound receiver = inbound;
        CloseReason reason = cause.get();
        if (receiver != null && reason != null) {
            try {
                receiver.onClosed(reason);
            } catch (Throwable e) {
                logged(LOG.atError().setCause(e)).log("onClosed of {} failed", this);
            }
        }
        return true;
    }

    /** A line of the log about this connection: whoever reads it by machine finds it by its key. */
    LoggingEventBuilder logged(LoggingEventBuilder line) {
        return line.addKeyValue("connection", id);
    }

    @Override
    public String toString() {
        return id;
    }
}
