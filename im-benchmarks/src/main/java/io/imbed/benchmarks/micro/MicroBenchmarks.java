package io.imbed.benchmarks.micro;

import io.imbed.benchmarks.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs every micro-benchmark and prints one table, which with {@code results=FILE} becomes a section of that file; ends with
 * status 1 if a target is missed. {@code quick} takes a minute or two instead of twenty, and is for trying out: what it measures
 * is not compiled in full yet.
 */
public final class MicroBenchmarks {
    private static final String RESULTS = "results=";

    private MicroBenchmarks() {}

    public static void main(String[] args) throws RunnerException, IOException {
        boolean quick = false;
        Path results = null;
        for (String arg : args) {
            if (arg.equals("quick")) quick = true;
            else if (arg.startsWith(RESULTS)) results = Results.file(arg, arg.substring(RESULTS.length()));
            else
                throw new IllegalArgumentException(
                        "there is no '" + arg + "', there are quick and " + RESULTS + "FILE");
        }
        ChainedOptionsBuilder options = quick
                ? everything().forks(1).warmupIterations(2).measurementIterations(1)
                : everything().forks(3).warmupIterations(10).measurementIterations(5);
        Report report = report(options.warmupTime(TimeValue.seconds(1)).measurementTime(TimeValue.seconds(1)));
        Results.publish(report.section(LocalDate.now(ZoneOffset.UTC)), results);
        if (report.isMissed()) System.exit(1);
    }

    static ChainedOptionsBuilder everything() {
        return new OptionsBuilder()
                .include(MicroBenchmarks.class.getPackageName().replace(".", "\\.") + "\\..*")
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuProfiler.class)
                .shouldFailOnError(true);
    }

    static Report report(ChainedOptionsBuilder options) throws RunnerException {
        Collection<RunResult> results = new Runner(options.build()).run();
        return Report.of(new Figures(results));
    }
}
