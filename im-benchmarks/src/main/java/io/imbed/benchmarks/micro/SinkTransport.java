package io.imbed.benchmarks.micro;

import io.imbed.spi.Acceptor;
import io.imbed.spi.Batch;
import io.imbed.spi.Connection;
import io.imbed.spi.Transport;
import io.imbed.spi.Turn;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A wire that ends in a sink: always writable, and what is written is gone. Like the real ones it copies a batch out of the
 * heap once and hands those bytes over for each connection; and what one connection is given alone, in one turn of a
 * thread ({@link Turn}), is handed over together at its end.
 *
 * <p>Threads: any.
 */
final class SinkTransport implements Transport {
    private static final int LARGEST = 512 * 1024;

    private final Sink sink;
    private final ThreadLocal<Chunk> chunks = ThreadLocal.withInitial(Chunk::new);
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
        Chunk chunk = chunks.get();
        chunk.flush();
        chunk.add(batch);
        // By index: an iterator would count as an allocation of the engine's.
        for (int i = 0; i < connections.size(); i++) chunk.give((SinkConnection) connections.get(i));
        chunk.clear();
        batch.release(connections.size());
    }

    void write(Batch batch, SinkConnection connection) {
        Chunk chunk = chunks.get();
        if (!chunk.isFor(connection, batch.size())) chunk.flush();
        chunk.open(connection);
        chunk.add(batch);
        batch.release(1);
        if (!Turn.atEnd(chunk.flush)) chunk.flush();
    }

    /** What one thread has copied and not handed over yet. */
    private final class Chunk {
        /** How the line of a reply begins, after its brace. */
        private static final short REPLY = (short) ('"' << 8 | 'r');

        final Runnable flush = this::flush;
        private final ByteBuffer bytes = ByteBuffer.allocateDirect(LARGEST);
        private int replies;
        private @Nullable SinkConnection connection;

        boolean isFor(SinkConnection next, int size) {
            return next == connection && size <= bytes.remaining();
        }

        void open(SinkConnection next) {
            connection = next;
        }

        void add(Batch batch) {
            int start = bytes.position();
            batch.copyTo(bytes);
            if (bytes.getShort(start + 1) == REPLY) replies++;
        }

        void flush() {
            SinkConnection open = connection;
            if (open == null) return;
            give(open);
            clear();
        }

        void give(SinkConnection to) {
            int end = bytes.position();
            sink.take(bytes.flip());
            to.took(end, replies);
            bytes.limit(bytes.capacity()).position(end);
        }

        void clear() {
            bytes.clear();
            replies = 0;
            connection = null;
        }
    }

    @Override
    public CompletionStage<Void> stop(Duration grace) {
        return CompletableFuture.completedFuture(null);
    }
}
