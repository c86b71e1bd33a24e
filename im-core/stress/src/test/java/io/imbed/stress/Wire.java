package io.imbed.stress;

import io.imbed.protocol.CloseReason;
import io.imbed.spi.Batch;
import io.imbed.spi.Connection;
import io.imbed.spi.Handshake;
import io.imbed.spi.Transport;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection that writes down what it is given, and is writable when the test says so. It lets other threads run wherever
 * it is asked something: whoever asks without holding the lock is then overtaken.
 *
 * <p>Threads: any.
 */
public final class Wire implements Connection {
    private static final Handshake HANDSHAKE =
            new Handshake("/im", Map.of(), Map.of(), Map.of(), "127.0.0.1", false, Map.of());

    private final String id;
    private final @Nullable Transport transport;
    private final StringBuilder written = new StringBuilder(); // guarded by this
    private int closes; // guarded by this
    private volatile boolean writable = true;

    /** One that no engine sees. */
    public Wire() {
        this("w", null);
    }

    Wire(String id, @Nullable Transport transport) {
        this.id = id;
        this.transport = transport;
    }

    public void writable(boolean isWritable) {
        writable = isWritable;
    }

    /** All it was given, in its order. */
    public synchronized String written() {
        return written.toString();
    }

    /** How often it was told to close. */
    public synchronized int closes() {
        return closes;
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
        if (transport == null) throw new IllegalStateException("this wire is of no transport");
        return transport;
    }

    @Override
    public void write(Batch batch) {
        Thread.yield();
        synchronized (this) {
            written.append(Slip.textOf(batch));
        }
        batch.release(1);
    }

    @Override
    public boolean isWritable() {
        boolean answer = writable;
        Thread.yield();
        return answer;
    }

    @Override
    public long pendingBytes() {
        Thread.yield();
        return 0;
    }

    @Override
    public void ping() {}

    @Override
    public synchronized void close(CloseReason reason) {
        closes++;
    }
}
