package io.imbed.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleTest {
    private static Judgement judgement(double processBytes, double heapBytes) {
        IdleFigures figures = new IdleFigures("1.0.0", processBytes, heapBytes, 1, 1);
        return Idle.judgement(
                Rounds.of(1, EnumSet.of(Peer.IMBED), peer -> figures, IdleFigures::median, failure -> {}));
    }

    @Test
    void isGoodIfImbedIsAsFrugalAsItMustBe() {
        assertThat(judgement(9_186, 6_089))
                .isEqualTo(new Judgement(
                        List.of(
                                "process: 9,186 bytes a connection, at most 16,384 wanted: met",
                                "live heap: 6,089 bytes a connection, at most 8,192 wanted: met"),
                        true));
        assertThat(judgement(16_385, 6_089).good()).isFalse();
        assertThat(judgement(9_186, 8_193).good()).isFalse();
    }

    @Test
    void isNotGoodIfImbedFailed() {
        Rounds.Measurement<IdleFigures> fails = peer -> {
            throw new IOException("fails");
        };

        assertThat(Idle.judgement(Rounds.of(1, EnumSet.of(Peer.IMBED), fails, IdleFigures::median, failure -> {})))
                .isEqualTo(new Judgement(List.of(), false));
    }
}
