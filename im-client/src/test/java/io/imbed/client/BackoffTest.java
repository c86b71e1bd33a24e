package io.imbed.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private double chance;
    private final Backoff backoff = new Backoff(new RandomGenerator() {
        @Override
        public long nextLong() {
            throw new AssertionError("not asked for");
        }

        @Override
        public double nextDouble() {
            return chance;
        }
    });

    @Test
    void ceilingDoublesUpToTheCap() {
        chance = 0.5;

        assertThat(backoff.after(1)).isEqualTo(Duration.ofMillis(250));
        assertThat(backoff.after(2)).isEqualTo(Duration.ofMillis(500));
        assertThat(backoff.after(6)).isEqualTo(Duration.ofSeconds(8));
        assertThat(backoff.after(7)).isEqualTo(Duration.ofSeconds(15));
        assertThat(backoff.after(1_000_000)).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void jitterReachesAllTheWayAtTheCap() {
        chance = 0;
        assertThat(backoff.after(50)).isEqualTo(Duration.ZERO);

        chance = Math.nextDown(1.0);
        assertThat(backoff.after(50)).isBetween(Duration.ofMillis(29_999), Duration.ofSeconds(30));
    }

    @Test
    void serversWishIsTheLeast() {
        chance = 0;

        assertThat(backoff.after(1, Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(7));
        assertThat(backoff.after(7, Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void whatTheServerWishesOfEverybodyIsSpreadOut() {
        chance = 0.5;

        assertThat(backoff.after(1, Duration.ofMillis(100))).isEqualTo(Duration.ofMillis(350));
        assertThat(backoff.after(1, Duration.ofSeconds(60))).isEqualTo(Duration.ofSeconds(75));
        assertThat(backoff.after(7, Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(25));
        assertThat(backoff.after(1, Duration.ofSeconds(-9))).isEqualTo(Duration.ofMillis(250));
    }
}
