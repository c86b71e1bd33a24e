package io.imbed.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.imbed.spi.Entry;
import io.imbed.testkit.ProcessorTime;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What it brings that a batch is read and written in few statements: entries a second, beside the same with a statement for
 * each row, in turns in one process: of SQLite, or with {@code -Dim.bench=postgresql} of a PostgreSQL of its own. Commits are
 * synced, so the ratio says more than the numbers. It is run when it is named, as CONTRIBUTING.md does.
 */
class AppendBench {
    private static final int ROUNDS = 3;
    private static final Duration EACH = Duration.ofSeconds(2);

    /** A statement for each row. */
    private static final Bulk ROW_BY_ROW = new Bulk() {
        private final PlainBulk plain = PlainBulk.withValues();

        @Override
        public <V> List<Query> find(Lookup<?, V> lookup, Collection<? extends Lookup.Key> keys, Consumer<V> taker) {
            List<Query> queries = new ArrayList<>();
            for (Lookup.Key key : keys) queries.addAll(plain.find(lookup, List.of(key), taker));
            return queries;
        }

        @Override
        public boolean isOneTrip() {
            return false;
        }

        @Override
        public void read(Session session, List<Query> queries) {
            plain.read(session, queries);
        }

        @Override
        public void write(Session session, List<Write.Rows> writes) {
            for (Write.Rows rows : writes) {
                rows.values().forEach(row -> session.batch(new Write.Rows(rows.write(), nullable(row))));
            }
        }

        private List<Object[]> nullable(Object[] row) {
            List<Object[]> one = new ArrayList<>();
            one.add(row);
            return one;
        }
    };

    /** Entries a second, and what each took of this process's time. */
    private record Speed(double perSecond, double cpuMicros) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.0f entries/s, %.0f µs of CPU each", perSecond, cpuMicros);
        }
    }

    private record Target(String name, Session session, Dialect dialect) {}

    private int cid;

    @Test
    void compare() throws Exception {
        if (System.getProperty("im.bench", "sqlite").equals("postgresql")) postgres();
        else sqlite();
    }

    private void sqlite() throws Exception {
        Path folder = Files.createTempDirectory("append-bench");
        try (Session session =
                new Session(DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("rooms.db")), "im_")) {
            session.execute("PRAGMA journal_mode = WAL");
            session.execute("PRAGMA synchronous = FULL");
            run(new Target("SQLite", session, new SqliteDialect()));
        } finally {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) Files.delete(file);
            }
            Files.delete(folder);
        }
    }

    private void postgres() throws Exception {
        try (EmbeddedPostgres server = PostgresServer.builder().start();
                HikariDataSource pool = TestDatabase.pool(PostgresServer.url(server), "postgres", "postgres", 2)) {
            BorrowedSessions sessions = new BorrowedSessions(pool, "im_", Duration.ofSeconds(30), true);
            BorrowedSession session = sessions.take();
            run(new Target("PostgreSQL", session, new PostgresDialect()));
            sessions.give(session, true);
        }
    }

    private void run(Target target) throws Exception {
        Schema.migrate(target.session(), target.dialect());
        new WriteTurn(target.session(), target.dialect()).write(List.of(ManyChanges.making(64)));
        Target rowByRow = new Target(target.name(), target.session(), with(target.dialect(), ROW_BY_ROW));
        for (int rooms : new int[] {64, 1}) {
            List<Double> ratios = new ArrayList<>();
            measure(target, rooms, Duration.ofSeconds(1)); // to warm up
            measure(rowByRow, rooms, Duration.ofSeconds(1));
            for (int round = 0; round < ROUNDS; round++) {
                Speed before = measure(rowByRow, rooms, EACH);
                Speed now = measure(target, rooms, EACH);
                ratios.add(now.perSecond() / before.perSecond());
                System.out.printf(
                        Locale.ROOT,
                        "%s, 64 posts in %d rooms a batch: %s, row by row %s%n",
                        target.name(),
                        rooms,
                        now,
                        before);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s, %d rooms: median ratio %.2f%n",
                    target.name(),
                    rooms,
                    ratios.stream().sorted().toList().get(ROUNDS / 2));
        }
    }

    /** In batches of 64. */
    private Speed measure(Target target, int rooms, Duration time) {
        long begun = System.nanoTime();
        Duration cpuBefore = ProcessorTime.ofThreads(Thread.currentThread().getName());
        long stored = 0;
        while (System.nanoTime() - begun < time.toNanos()) {
            List<Entry> posts = IntStream.range(0, 64)
                    .mapToObj(i -> ManyChanges.post(i % rooms, "c" + cid++))
                    .toList();
            new WriteTurn(target.session(), target.dialect()).write(List.of(posts));
            stored += posts.size();
        }
        long cpu = ProcessorTime.ofThreads(Thread.currentThread().getName())
                .minus(cpuBefore)
                .toNanos();
        return new Speed(stored * 1e9 / (System.nanoTime() - begun), cpu / 1e3 / stored);
    }

    /** The same database, written in another way. */
    private static Dialect with(Dialect dialect, Bulk bulk) {
        return (Dialect) Proxy.newProxyInstance(
                Dialect.class.getClassLoader(), new Class<?>[] {Dialect.class}, (self, method, arguments) -> {
                    if (method.getName().equals("bulk")) return bulk;
                    try {
                        return method.invoke(dialect, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
