package io.imbed.internal;

import io.imbed.spi.Batch;
import io.imbed.spi.Connection;
import java.util.ArrayDeque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has yet to take. As long as the connection keeps up, batches pass straight through; once it does
 * not, they gather here, as references to shared bytes, and leave together when it can take more.
 *
 * <p>Begins corked: nothing leaves before {@link #uncork}, so that the reply to hello is the first line of a session
 * whatever its rooms are doing.
 *
 * <p>Order: batches offered by one thread leave in that order. A fan-out that found {@link #isDirect()} true may write to
 * the connection itself, without the lock: this turns true only after everything that waited was handed over, and what
 * the same thread offers later comes behind.
 *
 * <p>Threads: any. {@link Connection#write} is called under the lock; it only queues (spi contract), and transports are
 * never called back from here, so no other lock is taken inside.
 */
public final class Outbox {
    private final Connection connection;
    private final int maxBytes;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(0); // guarded by this
    private int waitingBytes; // guarded by this
    private long emptied; // guarded by this: how often everything that waited had left
    private boolean corked = true; // guarded by this
    private boolean closed; // guarded by this
    private volatile boolean direct; // written under the lock

    /**
     * @param signal may be dropped when there is no room
     * @param key what it is the latest value of, or null
     */
    private record Waiting(
            Batch batch, boolean signal, @Nullable Object key) {}

    public Outbox(Connection connection, int maxBytes) {
        this.connection = connection;
        this.maxBytes = maxBytes;
    }

    public Connection connection() {
        return connection;
    }

    /** Whether a batch may be written to the connection itself now. */
    public boolean isDirect() {
        return direct && connection.isWritable();
    }

    /**
     * Takes over one reference of the batch.
     *
     * @return false if it does not fit: the client reads too slowly, and the caller closes the connection
     */
    public boolean offer(Batch batch) {
        return offer(batch, false, null);
    }

    /**
     * As {@link #offer(Batch)} for the latest value of something small: one of the same key that still waits goes. It is
     * taken whether it fits or not, so that nobody is cut off for it; there are only so many keys.
     */
    public void offerLatest(Object key, Batch batch) {
        offer(batch, false, key);
    }

    /** As {@link #offer(Batch)} for what may be lost: dropped when there is no room. */
    public void offerSignal(Batch batch) {
        offer(batch, true, null);
    }

    private synchronized boolean offer(Batch batch, boolean signal, @Nullable Object key) {
        if (closed) {
            batch.release(1);
            return true;
        }
        if (!corked && waiting.isEmpty() && connection.isWritable()) {
            connection.write(batch);
            return true;
        }
        if (key != null) drop(item -> key.equals(item.key()));
        if (!fits(batch) && !signal) drop(Waiting::signal);
        if (key == null && !fits(batch)) {
            direct = false; // So that the next time that everything has left counts.
            batch.release(1);
            return signal;
        }
        waiting.add(new Waiting(batch, signal, key));
        waitingBytes += batch.size();
        direct = false;
        drain(); // The connection may have turned writable between the check above and the add.
        return true;
    }

    private boolean fits(Batch batch) {
        return batch.size() <= maxBytes - waitingBytes - connection.pendingBytes();
    }

    private void drop(Predicate<Waiting> which) {
        waiting.removeIf(item -> {
            if (!which.test(item)) return false;
            waitingBytes -= item.batch().size();
            item.batch().release(1);
            return true;
        });
    }

    /** Hands over what waits, as far as the connection takes it. */
    public synchronized void drain() {
        if (corked || closed) return;
        while (!waiting.isEmpty() && connection.isWritable()) {
            Waiting next = waiting.poll();
            waitingBytes -= next.batch().size();
            connection.write(next.batch());
        }
        if (waiting.isEmpty() && !direct) {
            direct = true;
            emptied++;
        }
    }

    /** Writes {@code first} and then whatever has gathered. */
    public synchronized void uncork(Batch first) {
        if (closed) {
            first.release(1);
            return;
        }
        connection.write(first);
        corked = false;
        drain();
    }

    /** Writes past the cork: what a connection without a session is told. False if it does not fit. */
    public boolean bypass(Batch batch) {
        boolean fits = batch.size() <= maxBytes - connection.pendingBytes();
        if (fits) connection.write(batch);
        else batch.release(1);
        return fits;
    }

    /** Whether everything was handed over and more can follow. */
    public synchronized boolean isDrained() {
        return !corked && waiting.isEmpty() && connection.isWritable();
    }

    /** How often everything that had gathered has left; see {@link #isStuckSince}. */
    public synchronized long emptied() {
        return emptied;
    }

    /**
     * Whether something waits that waited when {@link #emptied} was {@code then}. Both are asked: what has all left just
     * before the question was not counted by then, and what waits now may have come since.
     */
    public synchronized boolean isStuckSince(long then) {
        return emptied == then && !isDrained();
    }

    /** Bytes waiting here and in the transport. */
    public synchronized long bytes() {
        return waitingBytes + connection.pendingBytes();
    }

    /** Drops what waits and whatever is offered from now on. */
    public synchronized void close() {
        closed = true;
        direct = false;
        waiting.forEach(item -> item.batch().release(1));
        waiting.clear();
        waitingBytes = 0;
    }
}
