package io.imbed.benchmarks.micro;

import io.imbed.internal.RealEnvironment;
import io.imbed.spi.Turn;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A task's way into a lane and through it. What is decided there, {@link SendBenchmark} has. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LaneBenchmark {
    private static final int TOGETHER = 1_000;

    private final RealEnvironment env = new RealEnvironment("benchmark");
    private final Executor lane = env.lanes().get(0);
    private final Runnable task = this::count;
    private final Runnable bringing = () -> lane.execute(task);
    private int done; // on the lane

    private void count() {
        done++;
    }

    @TearDown
    public void close() {
        env.close();
    }

    /** Brought at the end of a read, to a lane that has nothing to do: whoever brings it does it. */
    @Benchmark
    public int helping() {
        Turn.take(bringing);
        return done;
    }

    /** Brought by a thread in no turn: the lane's own thread does it, and is awake for most of so many. */
    @Benchmark
    @OperationsPerInvocation(TOGETHER)
    public int handingOver() throws InterruptedException {
        CountDownLatch last = new CountDownLatch(1);
        for (int i = 1; i < TOGETHER; i++) lane.execute(task);
        lane.execute(last::countDown);
        last.await();
        return done;
    }
}
