package io.imbed.transport.servlet;

import io.imbed.protocol.CloseReason;
import io.imbed.protocol.FrameCodec;
import io.imbed.protocol.JsonLimits;
import io.imbed.protocol.ServerFrame;
import io.imbed.spi.Batch;
import io.imbed.spi.Handshake;
import io.imbed.spi.Inbound;
import io.imbed.spi.Transport;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection over HTTP: what is written waits on a {@link Shelf} until a request of the client's, a {@link Down}, takes
 * it, and is kept until the client confirms it, so that a lost response is repeated.
 *
 * <p>It ends by the client's request, by its own {@code closing} line once that was delivered, or when no request of the
 * client's has come for too long.
 *
 * <p>Threads: any. The lock is never held while anybody else is called, a {@link Down} included.
 */
final class HttpConnection implements ServletConnection {
    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);
    private static final FrameCodec CODEC = new FrameCodec(JsonLimits.DEFAULT);

    private final String id;
    private final String key;
    private final Hub hub;
    private final Handshake handshake;
    private final @Nullable Object owner;
    private final Object receiving = new Object();
    private final Shelf shelf = new Shelf(); // guarded by this
    private @Nullable Down down; // guarded by this
    private @Nullable CloseReason closing; // guarded by this
    private long closeBy; // guarded by this: in nanoTime, once closing
    private boolean ended; // guarded by this
    private long leftAlone; // guarded by this: in nanoTime, since when it was asked for nothing, while down is null
    private @Nullable Inbound inbound; // guarded by this
    private long received; // guarded by receiving: the number of the last unit that came with one
    private volatile boolean full;

    HttpConnection(Hub hub, Handshake handshake, @Nullable Object owner) {
        this.id = hub.nextId();
        this.key = hub.newKey();
        this.hub = hub;
        this.handshake = handshake;
        this.owner = owner;
        this.leftAlone = System.nanoTime();
    }

    /** What became of a request to take what is written. */
    enum Attached {
        YES,
        /** The connection has ended, or can not go on from where the client is. */
        GONE,
        /** The client confirms what it never got. */
        AHEAD
    }

    /** What a request took. @param upTo the number of the last one @param last whether nothing will follow */
    record Taken(List<SharedText> texts, long upTo, boolean last) {}

    /** Hands it to the engine; false if the transport stops. */
    boolean open() {
        if (!hub.enter(this)) return false;
        hub.name(key, this);
        Inbound taker = hub.accept(this);
        CloseReason over;
        synchronized (this) {
            inbound = taker;
            over = ended ? Objects.requireNonNullElse(closing, CloseReason.ABNORMAL) : null;
        }
        if (over != null) {
            tell(() -> taker.onClosed(over));
            hub.leave(this);
        }
        return true;
    }

    /** What the client shows to use it. In no log. */
    String key() {
        return key;
    }

    boolean isOf(@Nullable Object who) {
        return Objects.equals(owner, who);
    }

    // ---- From the engine

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
        Down taker;
        synchronized (this) {
            if (ended || closing != null) {
                taker = null;
                text.release();
            } else {
                taker = down;
                shelf.add(text);
                count();
            }
        }
        if (taker != null) taker.wake();
    }

    /** Under the lock, after a change of the shelf. Returns whether more can be written again. */
    private boolean count() {
        long waiting = shelf.waitingBytes();
        if (waiting >= hub.options().highWaterBytes()) full = true;
        if (!full || waiting > hub.options().lowWaterBytes()) return false;
        full = false;
        return true;
    }

    @Override
    public boolean isWritable() {
        return !full;
    }

    @Override
    public synchronized long pendingBytes() {
        return shelf.bytes();
    }

    @Override
    public void ping() {
        Down taker;
        synchronized (this) {
            taker = down;
        }
        // A client that does not stream is alive as long as its deadline for the next request is not over.
        if (taker == null || !taker.ping()) alive();
    }

    @Override
    public void close(CloseReason reason) {
        if (reason.code() == CloseReason.ABNORMAL.code()) {
            cut(reason);
            return;
        }
        byte[] line = CODEC.encodeUtf8(new ServerFrame.Closing(reason, 0));
        Down taker;
        synchronized (this) {
            if (ended || closing != null) return;
            closing = reason;
            closeBy = System.nanoTime() + hub.options().closeTimeout().toNanos();
            shelf.add(new SharedText(new Batch(line, size -> {})));
            count();
            taker = down;
        }
        if (taker != null) taker.wake();
    }

    @Override
    public void cut(CloseReason reason) {
        Down taker;
        Inbound receiver;
        CloseReason told;
        synchronized (this) {
            if (ended) return;
            ended = true;
            if (closing == null) closing = reason;
            told = closing;
            taker = down;
            down = null;
            receiver = inbound;
            shelf.clear();
            count();
            full = false;
        }
        hub.forget(key);
        if (receiver != null) tell(() -> receiver.onClosed(told));
        if (taker != null) taker.ended();
        // If it is just being taken over, whoever does that tells it, and lets it leave.
        if (receiver != null) hub.leave(this);
    }

    // ---- From the client's requests

    /** What became of a unit that a client sent. */
    enum Received {
        YES,
        /** The connection has ended, or is about to. */
        GONE,
        /** The client has left one out. */
        OUT_OF_ORDER
    }

    /**
     * Passes on what the client sent.
     *
     * @param number 0, or one that counts what this client sends: what was received before is not passed on again
     */
    Received receive(String unit, long number) {
        Inbound receiver;
        synchronized (this) {
            receiver = ended || closing != null ? null : inbound;
            leftAlone = System.nanoTime();
        }
        if (receiver == null) return Received.GONE;
        // The engine wants one at a time. It only queues, so that nobody waits here for long.
        synchronized (receiving) {
            if (number > 0) {
                if (number == received) return Received.YES;
                if (number != received + 1) return Received.OUT_OF_ORDER;
                received = number;
            }
            if (!unit.isEmpty()) tell(() -> receiver.onText(unit));
        }
        return Received.YES;
    }

    /** The client has all up to this number; false if it can not have. */
    boolean confirm(long number) {
        boolean relieved;
        synchronized (this) {
            if (ended) return true;
            if (number > shelf.taken()) return false;
            shelf.confirm(number);
            relieved = count();
        }
        if (relieved) writable();
        return true;
    }

    /**
     * Lets a request take what is written from now on, instead of the one that did so before.
     *
     * @param confirmed the last number that the client has, or -1 if it does not say
     */
    Attached attach(Down newDown, long confirmed) {
        Down before;
        boolean over;
        boolean relieved;
        synchronized (this) {
            if (ended) return Attached.GONE;
            if (confirmed > shelf.taken()) return Attached.AHEAD;
            over = confirmed >= 0 && confirmed < shelf.confirmed();
            shelf.confirm(confirmed);
            shelf.rewind();
            over |= closing != null && shelf.isWaitingEmpty();
            relieved = count();
            before = down;
            if (!over) down = newDown;
        }
        if (over) {
            cut(CloseReason.ABNORMAL);
            return Attached.GONE;
        }
        if (before != null) before.replaced();
        if (relieved) writable();
        newDown.wake();
        return Attached.YES;
    }

    /** The next to be sent; null if there is nothing, or another request takes it. */
    @Nullable Taken take(Down taker, int maxBytes) {
        Taken taken;
        boolean relieved;
        synchronized (this) {
            if (down != taker || shelf.isWaitingEmpty()) return null;
            List<SharedText> texts = shelf.take(maxBytes, System.nanoTime());
            taken = new Taken(texts, shelf.taken(), closing != null && shelf.isWaitingEmpty());
            if (taker.isStream()) shelf.trim(hub.options().keptBytes());
            relieved = count();
        }
        if (relieved) writable();
        return taken;
    }

    /** The number of the last that a request took. */
    synchronized long taken() {
        return shelf.taken();
    }

    /** This request takes nothing more. */
    synchronized void detach(Down taker) {
        if (down != taker) return;
        down = null;
        leftAlone = System.nanoTime();
    }

    /** A stream has delivered everything, the closing line included. */
    void delivered(Down taker) {
        synchronized (this) {
            if (down != taker) return;
        }
        cut(CloseReason.ABNORMAL);
    }

    void alive() {
        Inbound receiver = receiver();
        if (receiver != null) tell(receiver::onAlive);
    }

    private void writable() {
        Inbound receiver = receiver();
        if (receiver != null) tell(receiver::onWritable);
    }

    private synchronized @Nullable Inbound receiver() {
        return ended ? null : inbound;
    }

    /** Ends what is overdue, and lets go of what nobody will come back for. Now and then, by the timer. */
    void sweep(long nowNanos) {
        boolean overdue;
        synchronized (this) {
            long patience = hub.options().resumeWithin().toNanos();
            overdue = closing != null && nowNanos - closeBy >= 0;
            overdue |= down == null && nowNanos - leftAlone >= patience;
            if (down != null && down.isStream()) shelf.expire(nowNanos - patience);
            count();
        }
        if (overdue) cut(CloseReason.ABNORMAL);
    }

    private void tell(Runnable what) {
        try {
            what.run();
        } catch (Throwable e) {
            LOG.atError().setCause(e).addKeyValue("connection", id).log("the engine failed to hear of {}", id);
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
