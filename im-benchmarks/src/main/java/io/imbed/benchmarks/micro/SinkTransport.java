package io.imbed.benchmarks.micro;

import io.imbed.spi.Acceptor;
import io.imbed.spi.Batch;
import io.imbed.spi.Connection;
import io.imbed.spi.Transport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A wire that ends in a sink: always writable, and what is written is gone. Like a real one it copies a batch out of the
 * heap once, and then hands those bytes over for each connection.
 *
 * <p>Threads: any.
 */
final class SinkTransport implements Transport {
    private static final int LARGEST = 512 * 1024;

    private final Sink sink;
    private final ThreadLocal<ByteBuffer> chunks = ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(LARGEST));
    private @Nullable Acceptor acceptor;

    /** Where the bytes of one connection go. */
    @FunctionalInterface
    interface Sink {
        /** Takes all of them; the buffer is the caller's again afterwards. */
        void take(ByteBuffer bytes);

        /** Copies them, as a kernel does. */
        static Sink copying() {
            ThreadLocal<ByteBuffer> taken = ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(LARGEST));
            return bytes -> taken.get().clear().put(bytes);
        }
    }

    SinkTransport(Sink sink) {
        this.sink = sink;
    }

    SinkConnection connect(String id) {
        if (acceptor == null) throw new IllegalStateException("not started");
        SinkConnection connection = new SinkConnection(id, this);
        connection.inbound(acceptor.accept(connection));
        return connection;
    }

    @Override
    public String name() {
        return "sink";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true);
    }

    @Override
    public void start(Acceptor newAcceptor) {
        acceptor = newAcceptor;
    }

    @Override
    public void write(Batch batch, List<? extends Connection> connections) {
        ByteBuffer chunk = copied(batch);
        // By index: an iterator would count as an allocation of the engine's.
        for (int i = 0; i < connections.size(); i++) give(chunk, (SinkConnection) connections.get(i));
        batch.release(connections.size());
    }

    void write(Batch batch, SinkConnection connection) {
        give(copied(batch), connection);
        batch.release(1);
    }

    private ByteBuffer copied(Batch batch) {
        ByteBuffer chunk = chunks.get().clear();
        batch.copyTo(chunk);
        return chunk.flip();
    }

    private void give(ByteBuffer chunk, SinkConnection connection) {
        connection.took(chunk);
        chunk.rewind();
        sink.take(chunk);
        chunk.rewind();
    }

    @Override
    public CompletionStage<Void> stop(Duration grace) {
        return CompletableFuture.completedFuture(null);
    }
}
