package io.imbed.benchmarks.micro;

import io.imbed.internal.Outbox;
import io.imbed.protocol.CloseReason;
import io.imbed.spi.Batch;
import io.imbed.spi.Connection;
import io.imbed.spi.Handshake;
import io.imbed.spi.Transport;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One batch through one connection's outbox. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class OutboxBenchmark {
    private static final int GATHERED = 16;

    private final Wire wire = new Wire();
    private final Outbox outbox = new Outbox(wire, 1024 * 1024);
    private final Batch batch = new Batch(new byte[300], size -> {});

    public OutboxBenchmark() {
        batch.retain(1);
        outbox.uncork(batch);
    }

    /** The client keeps up. */
    @Benchmark
    public long passing() {
        batch.retain(1);
        outbox.offer(batch);
        return wire.written;
    }

    /** The client falls behind a little, and takes at once what has gathered. */
    @Benchmark
    @OperationsPerInvocation(GATHERED)
    public long gathering() {
        wire.writable = false;
        for (int i = 0; i < GATHERED; i++) {
            batch.retain(1);
            outbox.offer(batch);
        }
        wire.writable = true;
        outbox.drain();
        return wire.written;
    }

    /** Takes everything when it may. */
    private static final class Wire implements Connection {
        private boolean writable = true;
        private long written;

        @Override
        public void write(Batch taken) {
            written += taken.size();
            taken.release(1);
        }

        @Override
        public boolean isWritable() {
            return writable;
        }

        @Override
        public long pendingBytes() {
            return 0;
        }

        @Override
        public String id() {
            return "wire";
        }

        @Override
        public Handshake handshake() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Transport transport() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void ping() {}

        @Override
        public void close(CloseReason reason) {}
    }
}
