package io.imbed.benchmarks.micro;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.RunResult;

/** What a run has measured, by benchmark: {@code SendBenchmark.send}, or {@code FanOutBenchmark.fanOut 1000}. */
final class Figures {
    private final Map<String, RunResult> results;

    Figures(Collection<RunResult> results) {
        this.results = results.stream().collect(Collectors.toMap(each -> name(each.getParams()), each -> each));
    }

    private static String name(BenchmarkParams params) {
        String[] parts = params.getBenchmark().split("\\.");
        StringBuilder name = new StringBuilder(parts[parts.length - 2] + "." + parts[parts.length - 1]);
        for (String key : params.getParamsKeys()) name.append(' ').append(params.getParam(key));
        return name.toString();
    }

    /** What was run how often, which is the same for all; CPU is what {@link CpuProfiler} counts. */
    String how() {
        BenchmarkParams params = results.values().iterator().next().getParams();
        IterationParams warmUp = params.getWarmup();
        IterationParams measured = params.getMeasurement();
        String flags = String.join(" ", params.getJvmArgs());
        return "Each figure is a mean of JMH: forks %d, iterations %d of %s each, behind %d to warm up. CPU is that of all Java"
                        .formatted(params.getForks(), measured.getCount(), measured.getTime(), warmUp.getCount())
                + " threads. " + (flags.isEmpty() ? "No JVM flags." : "JVM flags: `" + flags + "`.");
    }

    boolean has(String name) {
        return results.containsKey(name);
    }

    /** Microseconds that pass. */
    double micros(String name) {
        return result(name).getPrimaryResult().getScore();
    }

    /** Microseconds of processor time. */
    double cpu(String name) {
        return secondary(name, CpuProfiler.CPU);
    }

    /** Bytes allocated. */
    double bytes(String name) {
        return secondary(name, "gc.alloc.rate.norm");
    }

    private double secondary(String name, String metric) {
        // The prefix of JMH's own profilers is a middle dot in some versions.
        // By key: JMH declares the values as raw types, which no variable of ours is to be.
        for (String key : result(name).getSecondaryResults().keySet()) {
            if (key.endsWith(metric))
                return Objects.requireNonNull(result(name).getSecondaryResults().get(key))
                        .getScore();
        }
        throw new IllegalStateException(name + " has no " + metric);
    }

    private RunResult result(String name) {
        RunResult result = results.get(name);
        if (result == null) throw new IllegalStateException("not measured: " + name);
        return result;
    }
}
