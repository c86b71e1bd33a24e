package io.imbed.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.imbed.benchmarks.Results;
import io.imbed.benchmarks.Section;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

class MicroBenchmarksTest {
    /** Each once and for a moment, so that they work on the day when somebody needs them. */
    @Test
    void everyBenchmarkRunsAndHasItsPlaceInTheTable() throws RunnerException {
        Report report = MicroBenchmarks.report(MicroBenchmarks.everything()
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(1))
                .param("members", "10")
                .verbosity(VerboseMode.SILENT));

        Section section = report.section(LocalDate.of(2026, 11, 26));
        assertThat(Results.CONTENTS).contains(section.name());
        assertThat(section.text())
                .startsWith("Measured on 2026-11-26: ")
                .contains("forks 0, iterations 1 of 1 ms each, behind 0 to warm up")
                .containsPattern(
                        "\\| send from frame to ack, CPU \\| [0-9,.]+ \\| µs \\| at most 15.0 wanted: (met|MISSED) \\|")
                .contains("lane, task done", "one event to 10 members", "catch-up / plainly");
    }

    @Test
    void fitFindsTheLineWithinThePoints() {
        Line line = Line.fitted(new double[] {10, 100, 1_000}, new double[] {25, 70, 520});

        assertThat(line.base()).isCloseTo(20, offset(1e-6));
        assertThat(line.each()).isCloseTo(0.5, offset(1e-9));
    }
}
