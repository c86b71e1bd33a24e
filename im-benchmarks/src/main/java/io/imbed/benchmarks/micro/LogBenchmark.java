package io.imbed.benchmarks.micro;

import io.imbed.MemoryStorage;
import io.imbed.benchmarks.TemporaryFolder;
import io.imbed.protocol.Content;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomSettings;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomRow;
import io.imbed.spi.Storage;
import io.imbed.store.jdbc.SqliteStorage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

/** One append of a batch of messages of one room, until it is as durable as the storage says. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // by @Setup
public class LogBenchmark {
    private static final Content CONTENT = Content.text("x".repeat(100));
    private static final String ROOM = "lobby";
    private static final String EPOCH = "kRn3xW0aTq2bLw5c";

    @Param({"memory", "sqlite"})
    public String log = "";

    @Param({"1", "64"})
    public int batch;

    private TemporaryFolder folder;
    private Storage storage;
    private Guard guard;
    private long said;

    @Setup
    public void open() throws IOException {
        folder = TemporaryFolder.create("im-benchmark");
        storage = log.equals("memory") ? MemoryStorage.create() : SqliteStorage.create(folder.path());
        RoomRow row =
                new RoomRow(ROOM, RoomKind.CHANNEL, null, "alice", null, now(), RoomSettings.preset(RoomKind.CHANNEL));
        append(List.of(new Entry(
                ROOM, new Guard.Absent(), now(), "alice", List.of(new Change.PutRoom(row, EPOCH)), List.of())));
        guard = new Guard.At(
                EPOCH,
                storage.store()
                        .room(ROOM)
                        .toCompletableFuture()
                        .join()
                        .orElseThrow()
                        .policy());
    }

    @TearDown
    public void close() throws IOException {
        storage.close();
        folder.close();
    }

    private static Instant now() {
        return Instant.ofEpochMilli(System.currentTimeMillis());
    }

    @Benchmark
    public List<Outcome> append() {
        List<Entry> entries = new ArrayList<>(batch);
        for (int i = 0; i < batch; i++) entries.add(post());
        return append(entries);
    }

    private Entry post() {
        String cid = "c" + ++said;
        Change post = new Change.Post("alice", "Alice", cid, cid, CONTENT, null, List.of(), null);
        return new Entry(ROOM, guard, now(), "alice", List.of(post), List.of());
    }

    private List<Outcome> append(List<Entry> entries) {
        List<Outcome> outcomes =
                storage.log().append(entries).toCompletableFuture().join();
        if (!outcomes.stream().allMatch(Outcome.Stored.class::isInstance)) {
            throw new IllegalStateException("not stored: " + outcomes);
        }
        return outcomes;
    }
}
