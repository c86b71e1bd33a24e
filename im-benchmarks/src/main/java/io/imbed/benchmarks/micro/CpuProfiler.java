package io.imbed.benchmarks.micro;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Processor time of all Java threads for each operation: on a machine that does other things as well it is steadier than the
 * time that passes. The compiler and the garbage collector are left out, which is little in a steady state, and so is who only
 * reads what was written ({@link LoopbackSink}).
 */
public final class CpuProfiler implements InternalProfiler {
    static final String CPU = "cpu";

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private Map<Long, Long> before = Map.of();

    @Override
    public String getDescription() {
        return "processor time of the threads for each operation";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        begin();
    }

    void begin() {
        before = nanos();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double micros = spent() / 1e3;
        long operations = result.getMetadata().getAllOps();
        return List.of(new ScalarResult(CPU, micros / operations, "us/op", AggregationPolicy.AVG));
    }

    /** Since the iteration began, in nanoseconds. By thread, as one that has ended takes all its time with it, not only that. */
    long spent() {
        long nanos = 0;
        for (Map.Entry<Long, Long> each : nanos().entrySet()) {
            nanos += each.getValue() - before.getOrDefault(each.getKey(), 0L);
        }
        return nanos;
    }

    private Map<Long, Long> nanos() {
        Map<Long, Long> nanos = new HashMap<>();
        for (ThreadInfo each : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (each == null || each.getThreadName().equals(LoopbackSink.READER)) continue;
            long used = threads.getThreadCpuTime(each.getThreadId());
            if (used >= 0) nanos.put(each.getThreadId(), used); // else it has just ended
        }
        return nanos;
    }
}
