package io.imbed.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class TableTest {
    private static <F> Rounds<F> rounds(F imbed, int count) {
        boolean[] hasFailed = new boolean[1];
        Rounds.Measurement<F> measurement = peer -> {
            if (peer == Peer.IMBED && (count == 1 || hasFailed[0])) return imbed;
            if (peer == Peer.IMBED) hasFailed[0] = true;
            throw new IOException("fails");
        };
        return Rounds.of(count, EnumSet.of(Peer.IMBED, Peer.WS), measurement, all -> all.get(0), failure -> {});
    }

    @Test
    void whoTalkedHasARowWithItsFigures() {
        Figures figures = new Figures("1.2.3", 1_234_567.8, 0.256, 120.44, 306.87, true, false);

        assertThat(Table.talking(rounds(figures, 1)).toString().lines().skip(2))
                .containsExactly(
                        "| Imbed | 1.2.3 | 1,234,568 | 0.26 | 120.4 | 306.9 | yes | no |",
                        "| Node ws (0 of 1 rounds) | – | – | – | – | – | – | – |");
    }

    @Test
    void whoFailedInARoundHasItInItsRow() {
        Figures figures = new Figures("1.2.3", 1, 1, 1, 1, true, true);

        assertThat(Table.talking(rounds(figures, 3)).toString()).contains("| Imbed (2 of 3 rounds) | 1.2.3 |");
    }

    @Test
    void whoListenedHasARowWithItsFigures() {
        IdleFigures figures = new IdleFigures("1.2.3", 9_186.4, Double.NaN, 3.24, 525.6);

        assertThat(Table.idle(rounds(figures, 1)).toString().lines().skip(2))
                .containsExactly(
                        "| Imbed | 1.2.3 | 9,186 | – | 3.2 | 526 |", "| Node ws (0 of 1 rounds) | – | – | – | – | – |");
    }
}
