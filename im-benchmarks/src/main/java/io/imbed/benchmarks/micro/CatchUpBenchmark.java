package io.imbed.benchmarks.micro;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Request;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A thousand clients, each a hundred events behind, ask for them; and the same bytes written to the same socket without
 * anything else. The socket is a real one, all clients share it, and a thread of its own reads it, whose time does not
 * count.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // by @Setup
public class CatchUpBenchmark {
    private static final int CLIENTS = 1_000;
    private static final int EVENTS = 100;

    private LoopbackSink socket;
    private Chat chat;
    private String join;
    private long pageBytes;
    private ByteBuffer page;

    @Setup
    public void fallBehind() {
        socket = new LoopbackSink();
        chat = new Chat(new CallerEnvironment(), new SinkTransport(socket), CLIENTS);
        Cursor from = chat.head();
        for (int i = 0; i < EVENTS; i++) chat.send(chat.member(0));
        join = Chat.codec().encode(new Request.Join(9, Chat.ROOM, from));
        long before = chat.member(1).bytes();
        catchUp();
        pageBytes = chat.member(1).bytes() - before;
        page = ByteBuffer.allocateDirect(Math.toIntExact(pageBytes));
    }

    @TearDown
    public void close() {
        chat.close();
        socket.close();
    }

    @Benchmark
    public long catchUp() {
        for (int i = 0; i < CLIENTS; i++) {
            SinkConnection client = chat.member(i);
            long due = client.bytes() + pageBytes;
            client.say(join);
            if (client.bytes() < due) throw new IllegalStateException("not all has come");
        }
        return socket.written();
    }

    @Benchmark
    public long plainly() {
        for (int i = 0; i < CLIENTS; i++) socket.take(page.clear());
        return socket.written();
    }
}
