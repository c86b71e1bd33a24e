package io.imbed.benchmarks.micro;

import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs every micro-benchmark and prints one table; ends with status 1 if a target is missed. {@code quick} takes a minute or
 * two instead of twenty, and is for trying out: what it measures is not compiled in full yet.
 */
public final class MicroBenchmarks {
    private MicroBenchmarks() {}

    public static void main(String[] args) throws RunnerException {
        boolean quick = args.length == 1 && args[0].equals("quick");
        if (args.length > 0 && !quick) throw new IllegalArgumentException("usage: MicroBenchmarks [quick]");
        ChainedOptionsBuilder options = quick
                ? everything().forks(1).warmupIterations(2).measurementIterations(1)
                : everything().forks(3).warmupIterations(10).measurementIterations(5);
        Report report = report(options.warmupTime(TimeValue.seconds(1)).measurementTime(TimeValue.seconds(1)));
        System.out.print(report);
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
