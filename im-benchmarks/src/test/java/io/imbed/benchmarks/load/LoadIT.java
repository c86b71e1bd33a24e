package io.imbed.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The scenarios of {@link Load} with a few hundred connections and for seconds: everything is exact, and nothing runs out
 * of memory. How quick it is on a machine that does other things as well is not asked.
 */
class LoadIT {
    private static final Duration ANY = Duration.ofSeconds(30);
    private static final Scale SMALL = new Scale(8, 50, 50, 100, Duration.ofSeconds(3), 50, "256m");

    @Test
    void steadyLoadIsDeliveredExactly() throws IOException {
        assertThat(Steady.run(SMALL, ANY, 3).missed()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Restart.End.class)
    void everybodyIsBackAfterARestartAndHasMissedNothing(Restart.End end, @TempDir Path folder) throws IOException {
        assertThat(Restart.run(SMALL, end, folder).missed()).isEmpty();
    }

    @Test
    void whoDoesNotReadIsClosedAndTheOthersMissNothing() throws IOException {
        Scale loud = new Scale(1, 50, 100, 8_000, Duration.ofSeconds(1), 50, "256m");

        assertThat(SlowReaders.run(loud, ANY, ANY).missed()).isEmpty();
    }

    @Test
    void saturatedNodeKeepsWithinItsMemoryAndIsRelieved() throws IOException {
        Scale little = new Scale(2, 50, 0, 8_000, Duration.ofSeconds(5), 50, "64m");
        Saturated.Attackers attackers = new Saturated.Attackers(20, 10, 8, 400, 5, 5, 500);

        assertThat(Saturated.run(little, attackers, ANY).missed()).isEmpty();
    }
}
