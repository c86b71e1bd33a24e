package io.imbed.transport.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.testkit.Together;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private final Backlog backlog = new Backlog(100, 400);

    @Test
    void isWritableBelowTheHighWaterAndAgainAtTheLow() {
        backlog.add(399);
        assertThat(backlog.isWritable()).isTrue();
        backlog.add(1);
        assertThat(backlog.isWritable()).isFalse();

        assertThat(backlog.written(299)).isFalse();
        assertThat(backlog.isWritable()).isFalse();
        assertThat(backlog.written(1)).isTrue();
        assertThat(backlog.isWritable()).isTrue();
        assertThat(backlog.written(100)).isFalse();
        assertThat(backlog.bytes()).isZero();
    }

    @Test
    void takesMoreThanTheHighWater() {
        assertThat(backlog.add(1_000_000)).isTrue();
        assertThat(backlog.add(1_000_000)).isTrue();
        assertThat(backlog.bytes()).isEqualTo(2_000_000);
    }

    @Test
    void onceShutTakesNothingButStillCountsDown() {
        backlog.add(500);
        backlog.shut();

        assertThat(backlog.add(1)).isFalse();
        assertThat(backlog.bytes()).isEqualTo(500);
        assertThat(backlog.written(450)).isTrue();
        assertThat(backlog.bytes()).isEqualTo(50);
    }

    @Test
    void onceEndedIsEmptyAndWritable() {
        backlog.add(500);
        backlog.end();

        assertThat(backlog.isWritable()).isTrue();
        assertThat(backlog.bytes()).isZero();
        assertThat(backlog.written(500)).isFalse();
        assertThat(backlog.add(1)).isFalse();
        assertThat(backlog.bytes()).isZero();
    }

    /** Whatever the timing: when all is written it is writable, and every time it was full somebody was told. */
    @Test
    void neverStaysFullWithNothingLeft() {
        for (int round = 0; round < 200; round++) {
            Backlog shared = new Backlog(0, 1);
            AtomicLong waiting = new AtomicLong();
            AtomicInteger told = new AtomicInteger();
            CompletableFuture<Void> writer = Together.start(() -> {
                for (int i = 0; i < 1_000; i++) {
                    shared.add(1);
                    waiting.incrementAndGet();
                }
            });
            while (!writer.isDone() || waiting.get() > 0) {
                long count = waiting.getAndSet(0);
                if (count > 0 && shared.written(count)) told.incrementAndGet();
            }
            assertThat(shared.isWritable()).isTrue();
            assertThat(shared.bytes()).isZero();
            assertThat(told.get()).isPositive();
        }
    }
}
