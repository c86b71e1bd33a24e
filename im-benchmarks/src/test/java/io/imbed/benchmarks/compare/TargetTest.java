package io.imbed.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TargetTest {
    private static Figures figures(double perSecond, double cpuMicros) {
        return new Figures("1.0.0", perSecond, cpuMicros, 1, 1, true, true);
    }

    @Test
    void tellsInWhichProportionAndBesideWhom() {
        Target deliveries = Target.deliveries(Peer.STOMP, 20);
        Target cpu = Target.cpu(Peer.STOMP, 1 / 30.0);
        Figures theirs = figures(50_000, 30);

        assertThat(deliveries.told(figures(1_000_000, 1), theirs))
                .isEqualTo("deliveries per second: 20.0 of Spring STOMP, at least 20.0 wanted: met");
        assertThat(deliveries.isMet(figures(999_000, 1), theirs)).isFalse();
        assertThat(cpu.told(figures(1, 1.2), theirs))
                .isEqualTo("CPU per delivery: 0.0400 of Spring STOMP, at most 0.0333 wanted: MISSED");
        assertThat(cpu.isMet(figures(1, 1), theirs)).isTrue();
    }
}
