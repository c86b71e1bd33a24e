package io.imbed.benchmarks.micro;

import io.imbed.internal.RealEnvironment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A send, from the client's frame to the ack in the wire's hands. The client's encoding of the frame is counted, too. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SendBenchmark {
    static final int TOGETHER = 64;

    /** All of it on one thread. */
    @State(Scope.Benchmark)
    public static class OneThread {
        private final CallerEnvironment env = new CallerEnvironment();
        private final Chat chat = new Chat(env, new SinkTransport(SinkTransport.Sink.copying()), TOGETHER);

        @TearDown
        public void close() {
            chat.close();
        }
    }

    /** With the threads of a real server. */
    @State(Scope.Benchmark)
    public static class RealThreads {
        private final Chat chat =
                new Chat(new RealEnvironment("benchmark"), new SinkTransport(SinkTransport.Sink.copying()), 2);

        @TearDown
        public void close() {
            chat.close();
        }
    }

    /** In a room of few, so that little of it is fan-out. */
    @State(Scope.Benchmark)
    public static class Pair {
        private final Chat chat = new Chat(new CallerEnvironment(), new SinkTransport(SinkTransport.Sink.copying()), 2);

        @Setup
        public void warm() {
            acked(chat);
        }

        @TearDown
        public void close() {
            chat.close();
        }
    }

    private static long acked(Chat chat) {
        SinkConnection sender = chat.member(0);
        long before = sender.replies();
        chat.send(sender);
        sender.awaitReplies(before + 1);
        return sender.bytes();
    }

    @Benchmark
    public long send(Pair pair) {
        return acked(pair.chat);
    }

    @Benchmark
    public long sendThroughThreads(RealThreads threads) {
        return acked(threads.chat);
    }

    /** What a lane's batch saves: as many as there are members send at once, each to all. */
    @Benchmark
    @OperationsPerInvocation(TOGETHER)
    public long sendTogether(OneThread one) {
        one.env.gather(() -> one.chat.members().forEach(one.chat::send));
        return one.chat.member(0).bytes();
    }
}
