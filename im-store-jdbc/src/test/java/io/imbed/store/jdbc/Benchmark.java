package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Durability;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import io.imbed.spi.Outcome;
import io.imbed.spi.Storage;
import io.imbed.testkit.EntryBuilder;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Prints how many sends a second each database takes, and how long one waits for its acknowledgement, from one sender and from
 * 64, and the same with 5 ms more for every commit. It fails if 64 are not twenty times as quick as one there.
 *
 * <p>Senders speak to the storage as the engine does; each has one send in flight. No build
 * runs it; CONTRIBUTING.md has the command.
 */
class Benchmark {
    private static final Duration DELAY = Duration.ofMillis(5);
    private static final int MANY = 64;
    private static final int WANTED = 20;

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

    private boolean groupsCommits = true;

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void manySendersShareACommit() throws Exception {
        System.out.println("database    commit   senders   sends/s   p50 ms   p99 ms");
        for (String database : Databases.chosen()) {
            if (database.equals("sqlite")) measure(database, Benchmark::sqlite);
            else measure(database, jdbc(database));
        }
        assertThat(groupsCommits)
                .as("64 senders are " + WANTED + " times as quick as one")
                .isTrue();
    }

    private void measure(String database, Opener opener) throws Exception {
        for (boolean delayed : new boolean[] {false, true}) {
            double one = 0;
            for (int senders : new int[] {1, MANY}) {
                Path folder = Files.createTempDirectory("imbed-bench");
                try (Opened opened = opener.open(delayed, folder)) {
                    Senders crowd = new Senders(opened.log(), senders);
                    crowd.run(Duration.ofSeconds(2));
                    Senders.Figures figures = crowd.run(Duration.ofSeconds(4));
                    System.out.printf(
                            "%-11s %-8s %7d %9.0f %8.2f %8.2f%n",
                            database,
                            delayed ? "+5 ms" : "as it is",
                            senders,
                            figures.perSecond(),
                            figures.millis(0.5),
                            figures.millis(0.99));
                    if (senders == 1) one = figures.perSecond();
                    else
                        System.out.printf("%-11s %-8s  64 to 1: %.1f times%n", database, "", figures.perSecond() / one);
                    if (senders == MANY && delayed) groupsCommits &= figures.perSecond() >= WANTED * one;
                }
            }
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
                threads.writer(),
                threads.scheduler(),
                sessions,
                delayed ? slow(Dialect.class, sqlite, "commit") : sqlite,
                Chore.NONE);
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
        return (DataSource) Proxy.newProxyInstance(
                Benchmark.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Object result = method.invoke(source, arguments);
                    return result instanceof Connection connection ? slowCommits(connection) : result;
                });
    }

    /** Where transactions are ended by a statement, that takes longer. */
    private static Connection slowCommits(Connection real) {
        Connection slow = slow(Connection.class, real, "commit");
        return (Connection) Proxy.newProxyInstance(
                Benchmark.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("createStatement"))
                        return Proxy.getInvocationHandler(slow).invoke(slow, method, arguments);
                    Statement statement = real.createStatement();
                    return Proxy.newProxyInstance(
                            Benchmark.class.getClassLoader(),
                            new Class<?>[] {Statement.class},
                            (inner, called, given) -> {
                                if (given != null && given[0].equals("COMMIT")) Thread.sleep(DELAY.toMillis());
                                return called.invoke(statement, given);
                            });
                });
    }

    /** The same, but for a method that takes longer. */
    private static <T> T slow(Class<T> type, T real, String slowMethod) {
        return type.cast(Proxy.newProxyInstance(
                Benchmark.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals(slowMethod)) Thread.sleep(DELAY.toMillis());
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** Senders with one send in flight each, in rooms that several share. */
    private static final class Senders {
        private static final int ROOMS = 16;

        record Figures(double perSecond, long[] nanos) {
            double millis(double share) {
                return nanos.length == 0 ? 0 : nanos[(int) (share * (nanos.length - 1))] / 1e6;
            }
        }

        private final Log log;
        private final int count;
        private final AtomicLong cids = new AtomicLong();

        Senders(Log log, int count) throws Exception {
            this.log = log;
            this.count = count;
            for (int i = 0; i < ROOMS; i++) {
                Entry made = EntryBuilder.in("room" + i)
                        .put(RoomKind.CHANNEL, null, "e1")
                        .admit("alice", Role.OWNER)
                        .build();
                Rooms.get(log.apply(List.of(made)));
            }
        }

        Figures run(Duration time) throws Exception {
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
            // On the writer's thread, so not at once: a stack of sends would grow.
            log.apply(List.of(entry)).whenCompleteAsync((outcomes, error) -> {
                if (error != null || !(outcomes.get(0) instanceof Outcome.Stored))
                    failed.set(error == null ? outcomes : error);
                else latencies.add(System.nanoTime() - begun);
                send(room, end, latencies, failed, running);
            });
        }
    }
}
