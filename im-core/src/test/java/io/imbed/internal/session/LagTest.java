package io.imbed.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.Limits;
import io.imbed.internal.Budget;
import io.imbed.protocol.CloseReason;
import io.imbed.spi.Batch;
import io.imbed.spi.Connection;
import io.imbed.spi.Environment;
import io.imbed.spi.Handshake;
import io.imbed.spi.MetricsSink;
import io.imbed.spi.Scheduler;
import io.imbed.spi.Transport;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** A client whose outbox was full has until the limit to be empty once; one that is empty already has done that. */
class LagTest {
    private final List<Runnable> timers = new ArrayList<>();
    private final List<CloseReason> closed = new ArrayList<>();
    private boolean writable;

    @Test
    @Disabled(
            "fails: Link.watchOutbox closes it with 4001; it must look whether the outbox is drained when the time is up")
    void outboxThatEmptiesBeforeTheWatchBeginsIsNoReasonToClose() {
        Link link = new Link(services(), new Wire(), ended -> {});
        link.outbox().uncork(batch());

        // The lane finds no room for an event ...
        assertThat(link.outbox().offer(batch())).isFalse();
        // ... the wire takes all that waited, before the lane has gone through the other followers ...
        writable = true;
        link.onWritable();
        // ... and only then comes to speak of the one that had no room.
        link.watchOutbox();
        timers.forEach(Runnable::run);

        assertThat(link.outbox().isDrained()).isTrue();
        assertThat(closed).isEmpty();
    }

    private static Batch batch() {
        return new Batch(new byte[10], () -> {});
    }

    private Services services() {
        return new Services(
                new Immediate(),
                Limits.defaults(),
                null,
                null,
                new Budget(1_000_000),
                MetricsSink.none(),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private final class Wire implements Connection {
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
        public void write(Batch batch) {
            batch.release(1);
        }

        @Override
        public boolean isWritable() {
            return writable;
        }

        @Override
        public long pendingBytes() {
            return writable ? 0 : Limits.defaults().queues().outboxBytes();
        }

        @Override
        public void ping() {}

        @Override
        public void close(CloseReason reason) {
            closed.add(reason);
        }
    }

    private final class Immediate implements Environment {
        @Override
        public Clock clock() {
            return Clock.systemUTC();
        }

        @Override
        public Scheduler scheduler() {
            return new Scheduler() {
                @Override
                public long nanoTime() {
                    return 0;
                }

                @Override
                public Timer schedule(Duration delay, Runnable task) {
                    timers.add(task);
                    return () -> {};
                }
            };
        }

        @Override
        public RandomGenerator random() {
            return new Random(1);
        }

        @Override
        public Executor worker() {
            return Runnable::run;
        }

        @Override
        public Executor hooks() {
            return Runnable::run;
        }

        @Override
        public List<Executor> lanes() {
            return List.of(Runnable::run);
        }

        @Override
        public void close() {}
    }
}
