package io.imbed.transport.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.Limits;
import io.imbed.protocol.CloseReason;
import io.imbed.spi.Acceptor;
import io.imbed.spi.Batch;
import io.imbed.spi.Connection;
import io.imbed.spi.Handshake;
import io.imbed.spi.Inbound;
import io.imbed.testkit.EngineEnd;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an engine does that it must not do harms the connection it does it on, and no other. */
class WsFaultsTest {
    @Test
    void errorWhileDecidingIsAnsweredWith500() throws Exception {
        try (Faulty engine = new Faulty(Moment.REFUSE)) {
            assertThat(engine.connect().request("/im")).isEqualTo(500);
            engine.assertServesOthers();
        }
    }

    @Test
    void errorWhileAcceptingEndsWith1011() throws Exception {
        try (Faulty engine = new Faulty(Moment.ACCEPT)) {
            RawClient client = engine.connect();

            assertThat(client.request("/im")).isEqualTo(101);
            assertThat(client.frame().closeCode()).isEqualTo(1011);
            engine.assertServesOthers();
        }
    }

    @Test
    void errorOnAMessageEndsWith1011() throws Exception {
        try (Faulty engine = new Faulty(Moment.TEXT)) {
            RawClient client = engine.connect();
            client.upgrade("/im");

            client.send("boom");

            assertThat(client.frame().closeCode()).isEqualTo(1011);
            engine.assertServesOthers();
        }
    }

    @Test
    void errorOnTheEndHarmsNobody() throws Exception {
        try (Faulty engine = new Faulty(Moment.CLOSED)) {
            RawClient client = engine.connect();
            client.upgrade("/im");

            client.close();

            assertThat(client.frame().closeCode()).isEqualTo(1000);
            assertThat(client.hungUp()).isTrue();
            engine.assertServesOthers();
        }
    }

    @Test
    void errorOnWritableHarmsNobody() throws Exception {
        try (Faulty engine = new Faulty(Moment.WRITABLE)) {
            engine.assertServesOthers();
        }
    }

    @Test
    void errorInABatchsReleaseHarmsNobody() throws Exception {
        try (Rig rig = Rig.start()) {
            RawClient client = rig.open();
            EngineEnd end = rig.end();
            Supplier<Batch> bad = () -> new Batch("bad".getBytes(StandardCharsets.UTF_8), size -> Faulty.explode());

            end.connection().write(bad.get());
            end.connection().write(rig.ledger.batch("good", 1));
            end.connection().write(bad.get());
            end.connection().write(rig.ledger.batch("good", 1));

            for (String line : List.of("bad", "good", "bad", "good")) {
                assertThat(client.next(Rig.PATIENCE)).isEqualTo(line);
            }
        }
    }

    private enum Moment {
        REFUSE,
        ACCEPT,
        TEXT,
        WRITABLE,
        CLOSED
    }

    /** Throws an Error at one moment, the first time it comes. */
    private static final class Faulty implements Acceptor, AutoCloseable {
        private final Moment moment;
        private final WsTransport transport = WsTransport.builder(0)
                .ioThreads(1)
                .writerThreads(1)
                .pendingBytes(1, 2)
                .build();
        private final AtomicBoolean armed = new AtomicBoolean(true);
        private final CountDownLatch exploded = new CountDownLatch(1);

        Faulty(Moment moment) throws Exception {
            this.moment = moment;
            transport.start(this);
        }

        RawClient connect() throws Exception {
            return RawClient.connect(transport.port());
        }

        void assertServesOthers() throws Exception {
            RawClient other = connect();
            other.upgrade("/im");
            for (String line : List.of("one", "two")) {
                other.send(line);
                assertThat(other.next(Rig.PATIENCE)).isEqualTo(line);
            }
            // A client may read its line before the writer tells the engine that there is room again.
            assertThat(exploded.await(Rig.PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
            other.send("three");
            assertThat(other.next(Rig.PATIENCE)).isEqualTo("three");
            other.vanish();
        }

        private void reached(Moment now) {
            if (now != moment || !armed.compareAndSet(true, false)) return;
            exploded.countDown();
            explode();
        }

        static void explode() {
            throw new StackOverflowError("provoked");
        }

        @Override
        public Limits limits() {
            return Limits.defaults();
        }

        @Override
        public @Nullable Refusal refuse(Handshake handshake) {
            reached(Moment.REFUSE);
            return null;
        }

        @Override
        public Inbound accept(Connection connection) {
            reached(Moment.ACCEPT);
            return new Inbound() {
                @Override
                public void onText(String unit) {
                    reached(Moment.TEXT);
                    connection.write(new Batch(unit.getBytes(StandardCharsets.UTF_8), size -> {}));
                }

                @Override
                public void onAlive() {}

                @Override
                public void onWritable() {
                    reached(Moment.WRITABLE);
                }

                @Override
                public void onClosed(CloseReason reason) {
                    reached(Moment.CLOSED);
                }
            };
        }

        @Override
        public void close() {
            try {
                transport.stop(Duration.ZERO).toCompletableFuture().get(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
