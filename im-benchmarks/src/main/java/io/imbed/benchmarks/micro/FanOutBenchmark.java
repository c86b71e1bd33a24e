package io.imbed.benchmarks.micro;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One message to all members of a room, its send included. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // by @Setup
public class FanOutBenchmark {
    @Param({"10", "100", "1000", "10000"})
    public int members;

    private Chat chat;

    @Setup
    public void connect() {
        chat = new Chat(new CallerEnvironment(), new SinkTransport(SinkTransport.Sink.copying()), members);
    }

    @TearDown
    public void close() {
        chat.close();
    }

    @Benchmark
    public long fanOut() {
        SinkConnection last = chat.member(members - 1);
        long before = last.bytes();
        chat.send(chat.member(0));
        if (last.bytes() == before) throw new IllegalStateException("nothing has come");
        return last.bytes();
    }
}
