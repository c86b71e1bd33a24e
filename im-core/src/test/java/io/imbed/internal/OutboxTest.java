package io.imbed.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.CloseReason;
import io.imbed.spi.Batch;
import io.imbed.spi.Connection;
import io.imbed.spi.Handshake;
import io.imbed.spi.Transport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waits for one connection: in order, bounded, signals first to go, and every reference given back. */
class OutboxTest {
    private final Wire wire = new Wire();
    private final Outbox outbox = new Outbox(wire, 10);
    private int alive;

    /** A connection that keeps what is written to it. */
    private static final class Wire implements Connection {
        final List<String> written = new ArrayList<>();
        boolean writable = true;
        long pending;

        @Override
        public void write(Batch batch) {
            written.add(StandardCharsets.UTF_8.decode(batch.lines()).toString());
            batch.release(1);
        }

        @Override
        public boolean isWritable() {
            return writable;
        }

        @Override
        public long pendingBytes() {
            return pending;
        }

        @Override
        public String id() {
            return "c1";
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

    private Batch batch(String text) {
        alive++;
        return new Batch(text.getBytes(StandardCharsets.UTF_8), size -> alive--);
    }

    @AfterEach
    void everyReferenceIsGivenBack() {
        outbox.close();
        assertThat(alive).isZero();
    }

    @Test
    void nothingLeavesBeforeTheWelcome() {
        outbox.offer(batch("event"));
        outbox.drain();
        assertThat(wire.written).isEmpty();
        assertThat(outbox.isDirect()).isFalse();

        outbox.uncork(batch("welcome"));

        assertThat(wire.written).containsExactly("welcome", "event");
    }

    @Test
    void nothingOvertakesWhatWaits() {
        outbox.uncork(batch("0"));
        wire.writable = false;
        outbox.offer(batch("1"));
        wire.writable = true; // and its onWritable is still on its way

        assertThat(outbox.isDirect()).isFalse();
        outbox.offer(batch("2"));

        assertThat(wire.written).containsExactly("0", "1", "2");
        assertThat(outbox.isDirect()).isTrue();
    }

    @Test
    void whatDoesNotFitIsRefusedAndWhatWaitsStays() {
        outbox.uncork(batch("0"));
        wire.writable = false;

        assertThat(outbox.offer(batch("12345"))).isTrue();
        assertThat(outbox.offer(batch("123456"))).isFalse();

        assertThat(outbox.bytes()).isEqualTo(5);
        wire.writable = true;
        outbox.drain();
        assertThat(wire.written).containsExactly("0", "12345");
    }

    @Test
    void whatTheTransportHasNotSentYetCounts() {
        outbox.uncork(batch("0"));
        wire.writable = false;
        wire.pending = 6;

        assertThat(outbox.offer(batch("12345"))).isFalse();
        assertThat(outbox.offer(batch("1234"))).isTrue();
        assertThat(outbox.bytes()).isEqualTo(10);
    }

    @Test
    void signalsMakeRoomForEventsAndNeverTakeIt() {
        outbox.uncork(batch("0"));
        wire.writable = false;
        outbox.offerSignal(batch("typing"));
        outbox.offer(batch("abc"));

        outbox.offerSignal(batch("more")); // does not fit, and is lost
        assertThat(outbox.offer(batch("defg"))).isTrue();

        wire.writable = true;
        outbox.drain();
        assertThat(wire.written).containsExactly("0", "abc", "defg");
    }

    @Test
    void latestOfOneKeyStaysWhereSignalsAreDroppedAndFitsAlways() {
        outbox.uncork(batch("0"));
        wire.writable = false;
        outbox.offerLatest("mark", batch("1"));
        outbox.offerSignal(batch("typing"));
        outbox.offer(batch("abcdefgh"));

        outbox.offerLatest("other", batch("x"));
        outbox.offerLatest("mark", batch("23"));
        outbox.offerLatest("mark", batch("456"));
        assertThat(outbox.offer(batch("y"))).isFalse();

        wire.writable = true;
        outbox.drain();
        assertThat(wire.written).containsExactly("0", "abcdefgh", "x", "456");
        outbox.offerLatest("mark", batch("7"));
        outbox.offerLatest("mark", batch("8"));
        assertThat(wire.written).endsWith("7", "8");
    }

    @Test
    void nothingLeavesOnceItIsClosed() {
        outbox.uncork(batch("0"));
        wire.writable = false;
        outbox.offer(batch("1"));

        outbox.close();
        wire.writable = true;
        outbox.offer(batch("2"));
        outbox.drain();

        assertThat(wire.written).containsExactly("0");
        assertThat(outbox.isDirect()).isFalse();
    }

    @Test
    void outboxIsStuckUntilAllHasLeftHoweverEarlyThatIs() {
        wire.writable = false;
        outbox.uncork(batch("hi"));
        outbox.offer(batch("123456789"));
        assertThat(outbox.offer(batch("no room"))).isFalse();
        long before = outbox.emptied();
        assertThat(outbox.isStuckSince(before)).isTrue();

        wire.writable = true;
        outbox.drain();
        long after = outbox.emptied();

        assertThat(outbox.isStuckSince(before)).isFalse();
        assertThat(outbox.isStuckSince(after))
                .as("all had left before anyone looked")
                .isFalse();
        wire.writable = false;
        outbox.offer(batch("more"));
        assertThat(outbox.isStuckSince(before)).as("it was empty in between").isFalse();
        assertThat(outbox.isStuckSince(after)).isTrue();
    }
}
