package io.imbed.testkit;

import io.imbed.protocol.CloseReason;
import io.imbed.spi.Batch;
import io.imbed.spi.Connection;
import io.imbed.spi.Handshake;
import io.imbed.spi.Inbound;
import io.imbed.spi.Scheduler;
import io.imbed.spi.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The engine's end of a connection in memory. Batches wait here, counted, until the client's end takes them; then they
 * are on their way and released.
 *
 * <p>Threads: any; the inbound side is called on the connection's queue alone.
 */
final class ServerEnd implements Connection, Pipe.End {
    /** How long a peer has to take the end of an orderly close before it is cut. */
    static final Duration CLOSE_GRACE = Duration.ofSeconds(5);

    private final PairedTransport transport;
    private final PairedConnection client;
    private final String id;
    private final Handshake handshake;
    private final Scheduler scheduler;
    private final Executor queue;
    private final int highWater;
    private final Deque<Batch> accepted = new ArrayDeque<>(); // guarded by this
    private long pendingBytes; // guarded by this
    private boolean crowded; // guarded by this; above the high water, and not yet down to half of it
    private boolean stalled; // guarded by this; the client does not read
    private boolean deaf; // guarded by this; the wire is cut and nobody told this end
    private boolean pumping; // guarded by this
    private @Nullable CloseReason closing; // guarded by this
    private boolean ended; // guarded by this
    private @Nullable Inbound inbound; // guarded by this; null until accepted, and nothing moves before

    ServerEnd(
            PairedTransport transport,
            PairedConnection client,
            String id,
            Handshake handshake,
            Scheduler scheduler,
            Executor queue,
            int highWater) {
        this.transport = transport;
        this.client = client;
        this.id = id;
        this.handshake = handshake;
        this.scheduler = scheduler;
        this.queue = queue;
        this.highWater = highWater;
    }

    void open(Inbound newInbound) {
        synchronized (this) {
            inbound = newInbound;
            startPumping();
        }
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
        return transport;
    }

    @Override
    public void write(Batch batch) {
        synchronized (this) {
            if (!ended && closing == null) {
                accepted.add(batch);
                pendingBytes += batch.size();
                if (pendingBytes >= highWater) crowded = true;
                startPumping();
                return;
            }
        }
        batch.release(1);
    }

    @Override
    public synchronized boolean isWritable() {
        return ended || !crowded;
    }

    @Override
    public synchronized long pendingBytes() {
        return pendingBytes;
    }

    @Override
    public void ping() {
        client.toClient().put(new Pipe.Ping());
    }

    @Override
    public void close(CloseReason reason) {
        synchronized (this) {
            if (ended || closing != null) return;
            closing = reason;
            startPumping();
        }
        scheduler.schedule(CLOSE_GRACE, this::end);
    }

    /** The engine is told that so much has arrived of a message that is not complete. */
    void part(int bytes) {
        Inbound told;
        synchronized (this) {
            told = inbound;
        }
        if (told != null) told.onPart(bytes);
    }

    /** Cuts what an orderly close has not ended; nothing if it has. */
    void end() {
        if (!isEnded()) client.cut();
    }

    /** Whether the client's end takes what is written. */
    void stall(boolean isStalled) {
        synchronized (this) {
            stalled = isStalled;
            startPumping();
        }
    }

    /** What is written from now on leads nowhere, and nobody says so. */
    void deafen() {
        synchronized (this) {
            deaf = true;
            startPumping();
        }
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    /** Caller holds the lock. */
    private void startPumping() {
        if (pumping || inbound == null || (stalled && !deaf) || (accepted.isEmpty() && closing == null)) return;
        pumping = true;
        queue.execute(this::pump);
    }

    /** Puts one batch on its way, and tells the engine when there is room again. */
    private void pump() {
        Batch batch;
        CloseReason last;
        boolean room;
        Inbound told;
        synchronized (this) {
            pumping = false;
            told = inbound;
            if (ended || told == null || (stalled && !deaf)) return;
            batch = accepted.poll();
            last = batch == null ? closing : null;
            if (batch != null) pendingBytes -= batch.size();
            room = batch != null && (accepted.isEmpty() || (crowded && pendingBytes <= highWater / 2));
            if (pendingBytes <= highWater / 2) crowded = false;
            if (batch != null) startPumping();
        }
        if (batch != null) {
            client.toClient()
                    .put(new Pipe.Unit(
                            StandardCharsets.UTF_8.decode(batch.lines()).toString()));
            batch.release(1);
        }
        if (last != null) client.toClient().put(new Pipe.Close(last));
        if (room) told.onWritable();
    }

    @Override
    public void arrived(Pipe.Parcel parcel) {
        Inbound told;
        synchronized (this) {
            told = inbound;
            if (ended || told == null) return;
        }
        if (parcel instanceof Pipe.Unit unit) told.onText(unit.text());
        else if (parcel instanceof Pipe.Close close) finish(close.reason());
        else if (parcel instanceof Pipe.Pong) told.onAlive();
    }

    @Override
    public void broke() {
        client.cut();
    }

    /** Ends it: what waits is dropped, and the engine is told. Called on the queue. */
    void finish(CloseReason reason) {
        List<Batch> dropped;
        Inbound told;
        synchronized (this) {
            if (ended) return;
            ended = true;
            told = inbound;
            dropped = List.copyOf(accepted);
            accepted.clear();
            pendingBytes = 0;
        }
        dropped.forEach(batch -> batch.release(1));
        transport.ended(client);
        if (told != null) told.onClosed(reason);
    }

    /** What the engine asked to end with, null if it did not. */
    synchronized @Nullable CloseReason closing() {
        return closing;
    }
}
