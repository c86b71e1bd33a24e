package io.imbed.benchmarks.micro;

import io.imbed.protocol.Content;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.FrameCodec;
import io.imbed.protocol.JsonLimits;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request;
import io.imbed.protocol.ServerFrame;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Frames to lines and back: those that a server sees most, and the largest hello there usually is. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CodecBenchmark {
    private static final String EPOCH = "kRn3xW0aTq2bLw5c";

    private final FrameCodec server = new FrameCodec(JsonLimits.DEFAULT);
    private final FrameCodec client = new FrameCodec(FrameCodec.CLIENT_LIMITS);
    private final Content content = Content.text("x".repeat(100));
    private final Request send = new Request.Send(7, "lobby", "c0ffee-7", content, null, List.of(), null);
    private final Request hello = new Request.Hello(1, 1, "guest:alice", "phone", "benchmark/1", cursors());
    private final ServerFrame event = event();
    private final String sendLine = client.encode(send);
    private final String helloLine = client.encode(hello);
    private final String eventLine = server.encode(event);

    private static Map<String, Cursor> cursors() {
        Map<String, Cursor> cursors = new LinkedHashMap<>();
        for (int i = 0; i < 50; i++) cursors.put("room-" + i, new Cursor(EPOCH, 1_000 + i));
        return cursors;
    }

    private Event event() {
        Instant at = Instant.ofEpochMilli(1_790_000_000_000L);
        Message message =
                new Message("lobby", 41, 90, "c0ffee-7", "alice", "Alice", at, content, null, List.of(), null, null);
        return new Event("lobby", EPOCH, 90, at, "alice", new EventBody.Posted(message));
    }

    @Benchmark
    public String encodeSend() {
        return client.encode(send);
    }

    @Benchmark
    public Request decodeSend() {
        return server.decodeRequest(sendLine);
    }

    @Benchmark
    public byte[] encodeEvent() {
        return server.encodeUtf8(event);
    }

    @Benchmark
    public ServerFrame decodeEvent() {
        return client.decodeServerFrame(eventLine, re -> null);
    }

    @Benchmark
    public String encodeHello() {
        return client.encode(hello);
    }

    @Benchmark
    public Request decodeHello() {
        return server.decodeRequest(helloLine);
    }
}
