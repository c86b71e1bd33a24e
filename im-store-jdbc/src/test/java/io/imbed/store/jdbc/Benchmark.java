package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.imbed.protocol.Durability;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import io.imbed.spi.Outcome;
import io.imbed.spi.Storage;
import io.imbed.testkit.EntryBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Prints the table of ARCHITECTURE.md: how many sends a second each database takes, and how long one waits for its
 * acknowledgement, from one sender and from 64, and the same with 5 ms more for every commit. It fails if 64 are not twenty
 * times as quick as one there, or if a batch takes more than three round trips to a server.
 *
 * <p>Senders speak to the storage as the engine does, on a thread as a lane has; each has one send in flight. No build runs it;
 * CONTRIBUTING.md has the command.
 */
class Benchmark {
    private static final Duration DELAY = Duration.ofMillis(5);
    private static final int MANY = 64;
    private static final int WANTED = 20;
    private static final int MOST_TRIPS = 3;
    /** After so long the code that is measured is compiled. */
    private static final Duration WARMING = Duration.ofSeconds(10);

    private interface Log extends Function<List<Entry>, CompletionStage<List<Outcome>>> {}

    /** Opens a storage with or without the delay. */
    private interface Opener {
        Opened open(boolean delayed, Path folder) throws Exception;
    }

    private record Opened(Log log, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }

    private final List<String> missed = new ArrayList<>();

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void manySendersShareACommit() throws Exception {
        System.out.println("| database | commit | 1 sender | p50, p99 ms | 64 senders | p50, p99 ms | times as many"
                + " | round trips |\n|---|---|---|---|---|---|---|---|");
        for (String database : Databases.chosen()) {
            Opener opener = database.equals("sqlite") ? Benchmark::sqlite : jdbc(database);
            String trips = trips(database);
            for (boolean delayed : new boolean[] {false, true}) measure(database, opener, delayed, trips);
        }
        assertThat(missed).isEmpty();
    }

    private void measure(String database, Opener opener, boolean delayed, String trips) throws Exception {
        try (Opened opened = opener.open(delayed, Files.createTempDirectory("imbed-bench"))) {
            Senders senders = new Senders(opened.log());
            if (!delayed) senders.run(MANY, WARMING);
            Senders.Figures one = senders.measured(1);
            Senders.Figures many = senders.measured(MANY);
            double times = many.perSecond() / one.perSecond();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %.1f | %s |%n",
                    database,
                    delayed ? "+5 ms" : "as it is",
                    one,
                    many,
                    times,
                    trips);
            if (delayed && times < WANTED)
                missed.add(database + ": 64 senders are " + times + " times as quick as one");
        }
    }

    /** Of a batch of 64 posts in as many rooms, counted on the wire. */
    private String trips(String database) throws Exception {
        Optional<TestDatabase> server = Databases.server(database);
        if (server.isEmpty()) return "in process";
        try (TripCounter counter = new TripCounter(server.get().port());
                HikariDataSource pool = server.get().through(counter.port())) {
            Storage storage =
                    JdbcStorage.builder(pool).prefix(TestDatabase.freshPrefix()).build();
            Rooms.get(storage.log().append(ManyChanges.making(MANY)));
            int before = counter.trips();
            Rooms.get(storage.log()
                    .append(IntStream.range(0, MANY)
                            .mapToObj(room -> ManyChanges.post(room, "c"))
                            .toList()));
            int trips = counter.trips() - before;
            storage.close();
            if (trips > MOST_TRIPS) missed.add(database + ": a batch takes " + trips + " round trips");
            return String.valueOf(trips);
        }
    }

    /** What a delay needs is below the storage's builder. */
    private static Opened sqlite(boolean delayed, Path folder) throws Exception {
        SqliteFile file = SqliteFile.take(folder, Durability.DISK, "im_", System::nanoTime);
        SqliteSessions sessions = new SqliteSessions(file, Duration.ofMinutes(1), false);
        Dialect sqlite = new SqliteDialect();
        Session session = sessions.take();
        Schema.migrate(session, sqlite);
        sessions.give(session, true);
        StoreThreads threads = new RealStoreThreads("bench", 1);
        Appender appender = new Appender(
                threads.writer(), threads.scheduler(), sessions, delayed ? slowCommits(sqlite) : sqlite, Chore.NONE);
        return new Opened(appender::append, () -> {
            appender.close();
            threads.close();
            sessions.close();
            file.close();
        });
    }

    private static Opener jdbc(String database) {
        return (delayed, folder) -> {
            DataSource source = Databases.source(database, folder);
            DataSource used = delayed ? slowCommits(source) : source;
            Storage storage =
                    JdbcStorage.builder(used).prefix(TestDatabase.freshPrefix()).build();
            return new Opened(storage.log()::append, storage::close);
        };
    }

    private static DataSource slowCommits(DataSource source) {
        return Around.proxy(DataSource.class, (method, arguments) -> {
            Object result = Around.call(source, method, arguments);
            return result instanceof Connection connection ? slowCommits(connection) : result;
        });
    }

    /** Where transactions are ended by a statement, that takes longer. */
    private static Connection slowCommits(Connection real) {
        return Around.proxy(Connection.class, (method, arguments) -> {
            if (method.getName().equals("commit")) Thread.sleep(DELAY.toMillis());
            Object result = Around.call(real, method, arguments);
            return method.getName().equals("createStatement") ? slowCommits((Statement) result) : result;
        });
    }

    private static Statement slowCommits(Statement real) {
        return Around.proxy(Statement.class, (method, arguments) -> {
            if (arguments != null && arguments[0].equals("COMMIT")) Thread.sleep(DELAY.toMillis());
            return Around.call(real, method, arguments);
        });
    }

    private static Dialect slowCommits(Dialect real) {
        return Around.proxy(Dialect.class, (method, arguments) -> {
            if (method.getName().equals("commit")) Thread.sleep(DELAY.toMillis());
            return Around.call(real, method, arguments);
        });
    }

    /** Senders with one send in flight each, in rooms that several share. */
    private static final class Senders {
        private static final int ROOMS = 16;

        record Figures(double perSecond, long[] nanos) {
            private double millis(double share) {
                return nanos.length == 0 ? 0 : nanos[(int) (share * (nanos.length - 1))] / 1e6;
            }

            @Override
            public String toString() {
                return String.format(Locale.ROOT, "%.0f | %.1f, %.1f", perSecond, millis(0.5), millis(0.99));
            }
        }

        private final Log log;
        private final ExecutorService lane = Executors.newSingleThreadExecutor();
        private final AtomicLong cids = new AtomicLong();

        Senders(Log log) throws Exception {
            this.log = log;
            for (int i = 0; i < ROOMS; i++) {
                Entry made = EntryBuilder.in("room" + i)
                        .put(RoomKind.CHANNEL, null, "e1")
                        .admit("alice", Role.OWNER)
                        .build();
                Rooms.get(log.apply(List.of(made)));
            }
        }

        /** Once it has settled. */
        Figures measured(int count) throws Exception {
            run(count, Duration.ofSeconds(1));
            return run(count, Duration.ofSeconds(4));
        }

        Figures run(int count, Duration time) throws Exception {
            long begun = System.nanoTime();
            long end = begun + time.toNanos();
            var latencies = new ConcurrentLinkedQueue<Long>();
            var failed = new AtomicReference<Object>();
            var running = new CountDownLatch(count);
            for (int i = 0; i < count; i++) send("room" + i % ROOMS, end, latencies, failed, running);
            running.await();
            if (failed.get() != null)
                throw new IllegalStateException(failed.get().toString());
            double seconds = (System.nanoTime() - begun) / 1e9;
            long[] nanos =
                    latencies.stream().mapToLong(Long::longValue).sorted().toArray();
            return new Figures(nanos.length / seconds, nanos);
        }

        private void send(
                String room, long end, Queue<Long> latencies, AtomicReference<Object> failed, CountDownLatch running) {
            long begun = System.nanoTime();
            if (begun > end || failed.get() != null) {
                running.countDown();
                return;
            }
            String cid = "c" + cids.incrementAndGet();
            Entry entry = EntryBuilder.in(room)
                    .guard(new Guard.At("e1", 1))
                    .post("alice", cid, "a message of about a hundred letters, as they are; " + cid)
                    .build();
            // Not on the writer's thread, and not each on a new one, as the common pool of a small machine would.
            log.apply(List.of(entry))
                    .whenCompleteAsync(
                            (outcomes, error) -> {
                                if (error != null || !(outcomes.get(0) instanceof Outcome.Stored))
                                    failed.set(error == null ? outcomes : error);
                                else latencies.add(System.nanoTime() - begun);
                                send(room, end, latencies, failed, running);
                            },
                            lane);
        }
    }
}
