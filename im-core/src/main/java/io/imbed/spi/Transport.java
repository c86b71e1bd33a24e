package io.imbed.spi;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A wire: turns what clients speak into {@link Connection}s, and carries batches to them. Knows nothing of rooms.
 *
 * <p>Threads: the engine calls {@link #write} from many threads at once. No method but {@link #start} may block. The
 * transport calls {@link Acceptor} and {@link Inbound} from any thread of its own; those never block it.
 *
 * <p>{@code TransportContract} in {@code im-testkit} is the definition in tests.
 */
public interface Transport {
    /** Short name for logs, metrics and thread names, such as {@code ws}. */
    String name();

    /** What this wire can do. */
    Capabilities capabilities();

    /**
     * Opens the wire; returns once clients can connect. Called once.
     *
     * @throws IOException if it cannot be opened; the message says which address and why
     */
    void start(Acceptor acceptor) throws IOException;

    /**
     * Queues one batch for several connections of this transport, so that the wire frames it once and writes it without
     * a copy for each. Per connection, batches leave in the order of the calls made from one thread, and those made by
     * {@link Connection#write} count among them.
     *
     * <p>Takes over one reference of {@code batch} for each connection ({@link Batch#release}), also for those that are
     * closed by now, to which nothing is written.
     */
    void write(Batch batch, List<? extends Connection> connections);

    /**
     * Stops accepting and ends when every connection is gone: the engine has told them to close and asks this wire to
     * deliver what it accepted. What is left after {@code grace} is cut. A second call returns the same.
     */
    CompletionStage<Void> stop(Duration grace);

    /**
     * @param protocolPing whether {@link Connection#ping} asks the peer in the wire's own way; if not, the engine sends
     *     a {@code ping} line
     */
    record Capabilities(boolean protocolPing) {}
}
