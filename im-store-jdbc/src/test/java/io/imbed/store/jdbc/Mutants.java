package io.imbed.store.jdbc;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Durability;
import io.imbed.spi.RoomLog;
import io.imbed.spi.Storage;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;

/**
 * Storages on real databases that each break one promise, in a way in which storages have been broken. What was made by a
 * sound one they open. Those that would be too broken to begin with are sound until the file {@link #NOW} is in their folder.
 */
final class Mutants {
    static final String NOW = "break-now";

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Mutants() {}

    static Storage open(String mutant, Path folder) throws IOException {
        return switch (mutant) {
            case "AckBeforeCommit" -> sqlite(folder, new AckBeforeCommit(folder), "");
            case "NoUniqueKey" -> sqlite(folder, new NoUniqueKey(folder), "DROP INDEX IF EXISTS $message_by_cid");
            case "NumbersFromASequence" -> sqlite(folder, new NumbersFromASequence(folder), "");
            case "CatchUpSkipsOne" -> catchUpSkipsOne(SqliteStorage.create(folder));
            case "WriteDelay" -> JdbcStorage.create(writeDelay(folder));
            case "NoSync" -> sqlite(folder, new SqliteDialect(), "PRAGMA synchronous = OFF");
            default -> throw new IllegalArgumentException(mutant);
        };
    }

    /** @param first what is said on each connection that writes, before anything else; nothing if empty */
    private static Storage sqlite(Path folder, Dialect dialect, String first) throws IOException {
        SqliteFile file = SqliteFile.take(folder, Durability.DISK, "im_", System::nanoTime);
        SqliteSessions writing = new SqliteSessions(file, LIMIT, false);
        SqliteSessions reading = new SqliteSessions(file, LIMIT, true);
        Sessions told = new Sessions() {
            @Override
            public Session take() {
                Session session = writing.take();
                if (!first.isEmpty()) session.execute(first);
                return session;
            }

            @Override
            public void give(Session session, boolean sound) {
                writing.give(session, sound);
            }
        };
        StoreThreads threads = new RealStoreThreads("mutant", 4);
        return new JdbcRooms(
                new Storage.Traits(Durability.DISK, false, 1),
                new Appender(threads.writer(), threads.scheduler(), told, dialect, Chore.NONE),
                new Reads(threads.readers(), reading, new SqliteDialect()),
                null,
                threads,
                () -> {
                    reading.close();
                    writing.close();
                    file.close();
                });
    }

    /** SQLite's dialect, of which others change a part. */
    private abstract static class Altered implements Dialect {
        final Dialect sound = new SqliteDialect();
        private final Path now;

        Altered(Path folder) {
            now = folder.resolve(NOW);
        }

        final boolean isNow() {
            return Files.exists(now);
        }

        @Override
        public String name() {
            return sound.name();
        }

        @Override
        public Bulk bulk() {
            return sound.bulk();
        }

        @Override
        public void begin(Session session) {
            sound.begin(session);
        }

        @Override
        public void commit(Session session) {
            sound.commit(session);
        }

        @Override
        public void rollback(Session session) {
            sound.rollback(session);
        }

        @Override
        public void beginRead(Session session) {
            sound.beginRead(session);
        }

        @Override
        public boolean isTrouble(SQLException failure) {
            return sound.isTrouble(failure);
        }

        @Override
        public boolean isPassing(SQLException failure) {
            return sound.isPassing(failure);
        }

        @Override
        public boolean isSurelyNotCommitted(SQLException failure) {
            return sound.isSurelyNotCommitted(failure);
        }
    }

    /** Commits when it finds the time, which under load it does not. */
    private static final class AckBeforeCommit extends Altered {
        private boolean uncommitted;

        AckBeforeCommit(Path folder) {
            super(folder);
        }

        @Override
        public void begin(Session session) {
            if (!uncommitted) super.begin(session);
        }

        @Override
        public void commit(Session session) {
            uncommitted = isNow();
            if (!uncommitted) super.commit(session);
        }
    }

    /** Finds no message by its client id, and has no index that would object. Ends between a commit and its answers. */
    private static final class NoUniqueKey extends Altered {
        NoUniqueKey(Path folder) {
            super(folder);
        }

        @Override
        public Bulk bulk() {
            return new Blind(super.bulk());
        }

        @Override
        public void commit(Session session) {
            super.commit(session);
            if (isNow()) Runtime.getRuntime().halt(1);
        }
    }

    private record Blind(Bulk sound) implements Bulk {
        @Override
        public <V> List<Query> find(Lookup<?, V> lookup, Collection<? extends Lookup.Key> keys, Consumer<V> taker) {
            return lookup == MessageTable.BY_CID ? List.of() : sound.find(lookup, keys, taker);
        }

        @Override
        public boolean isOneTrip() {
            return sound.isOneTrip();
        }

        @Override
        public void read(Session session, List<Query> queries) {
            sound.read(session, queries);
        }

        @Override
        public void write(Session session, List<Write.Rows> writes) {
            sound.write(session, writes);
        }
    }

    /** What a transaction took that was rolled back is not given back. Every other one is, and then tried again. */
    private static final class NumbersFromASequence extends Altered {
        private static final String ROLLED_BACK = "40001";
        private int commits;
        private boolean taken;

        NumbersFromASequence(Path folder) {
            super(folder);
        }

        @Override
        public void commit(Session session) {
            taken = isNow() && ++commits % 2 == 0;
            if (taken) throw new SqlFailure(new SQLException("somebody was in the way", ROLLED_BACK));
            super.commit(session);
        }

        @Override
        public void rollback(Session session) {
            super.rollback(session);
            if (!taken) return;
            taken = false;
            super.begin(session);
            session.execute("UPDATE $room SET rev = rev + 1, seq = seq + 1");
            super.commit(session);
        }

        @Override
        public boolean isPassing(SQLException failure) {
            return ROLLED_BACK.equals(failure.getSQLState()) || super.isPassing(failure);
        }

        @Override
        public boolean isSurelyNotCommitted(SQLException failure) {
            return isPassing(failure) || super.isSurelyNotCommitted(failure);
        }
    }

    /** Begins to read the log one too late. */
    private static Storage catchUpSkipsOne(Storage sound) {
        RoomLog log = altered(RoomLog.class, sound.log(), (method, arguments, call) -> {
            if (method.equals("events") && arguments[1] instanceof Cursor after) {
                arguments[1] = new Cursor(after.epoch(), after.rev() + 1);
            }
            return call.of(arguments);
        });
        return altered(
                Storage.class, sound, (method, arguments, call) -> method.equals("log") ? log : call.of(arguments));
    }

    /** An H2 as it is by default, and left to it: it writes what was committed when half a second has passed. */
    private static DataSource writeDelay(Path folder) {
        return altered(DataSource.class, h2(folder, ""), (method, arguments, call) -> {
            Object made = call.of(arguments);
            return made instanceof Connection connection ? withoutCheckpoints(connection) : made;
        });
    }

    private static Connection withoutCheckpoints(Connection sound) {
        return altered(Connection.class, sound, (method, arguments, call) -> {
            Object made = call.of(arguments);
            if (!method.equals("createStatement")) return made;
            return altered(Statement.class, (Statement) made, (execute, sql, statement) -> {
                if (execute.equals("execute") && sql[0].equals("CHECKPOINT SYNC")) return false;
                return statement.of(sql);
            });
        });
    }

    static JdbcDataSource h2(Path folder, String options) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:" + folder.resolve("rooms") + options);
        return source;
    }

    /** What becomes of a call. */
    private interface Alteration {
        @Nullable Object answer(String method, Object[] arguments, Call call) throws Throwable;
    }

    /** Does what was called for. */
    private interface Call {
        @Nullable Object of(Object[] arguments) throws Throwable;
    }

    private static <T> T altered(Class<T> type, T sound, Alteration alteration) {
        InvocationHandler handler = (proxy, method, arguments) ->
                alteration.answer(method.getName(), arguments == null ? new Object[0] : arguments, given -> {
                    try {
                        return method.invoke(sound, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return type.cast(Proxy.newProxyInstance(Mutants.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
