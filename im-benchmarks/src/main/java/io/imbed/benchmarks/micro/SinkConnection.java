package io.imbed.benchmarks.micro;

import io.imbed.protocol.CloseReason;
import io.imbed.spi.Batch;
import io.imbed.spi.Connection;
import io.imbed.spi.Handshake;
import io.imbed.spi.Inbound;
import io.imbed.spi.Transport;
import io.imbed.spi.Turn;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A client that only counts what it is given. Threads: {@link #awaitReplies} one; the rest any, though one at a time.
 */
final class SinkConnection implements Connection {
    private static final Handshake HANDSHAKE =
            new Handshake("/im", Map.of(), Map.of(), Map.of(), "127.0.0.1", false, Map.of());

    private final String id;
    private final SinkTransport transport;
    private @Nullable Inbound inbound;
    private long bytes;
    private volatile long replies;
    private volatile @Nullable Thread waiter;
    private volatile @Nullable CloseReason closed;

    SinkConnection(String id, SinkTransport transport) {
        this.id = id;
        this.transport = transport;
    }

    void inbound(Inbound newInbound) {
        inbound = newInbound;
    }

    private Inbound engine() {
        if (inbound == null) throw new IllegalStateException("not connected");
        return inbound;
    }

    /** As a transport says what it has read: in a turn. */
    void say(String unit) {
        Turn.take(() -> engine().onText(unit));
    }

    /** Bytes that have come. */
    long bytes() {
        return bytes;
    }

    long replies() {
        return replies;
    }

    /** Parks until there have been so many replies. */
    void awaitReplies(long count) {
        waiter = Thread.currentThread();
        while (replies < count) {
            if (closed != null) throw new IllegalStateException(id + " was closed: " + closed);
            LockSupport.parkNanos(100_000_000);
        }
        waiter = null;
    }

    /** One writer at a time. */
    void took(int moreBytes, int moreReplies) {
        bytes += moreBytes;
        if (moreReplies == 0) return;
        replies = replies + moreReplies;
        LockSupport.unpark(waiter);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Handshake handshake() {
        return HANDSHAKE;
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public void write(Batch batch) {
        transport.write(batch, this);
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public long pendingBytes() {
        return 0;
    }

    @Override
    public void ping() {
        engine().onAlive();
    }

    @Override
    public void close(CloseReason reason) {
        closed = reason;
        engine().onClosed(reason);
    }
}
