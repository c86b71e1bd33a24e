package io.imbed.store.jdbc;

import io.imbed.spi.Scheduler;
import io.imbed.spi.Storage;
import io.imbed.spi.Storage.Traits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps rooms in a SQLite database in a folder. What was acknowledged is on the disk: it survives the end of the process in
 * any way and the loss of power. For one process; another that wants the same folder is refused.
 *
 * <p>The driver, {@code org.xerial:sqlite-jdbc}, is not brought along: add it to your application.
 */
public final class SqliteStorage {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteStorage.class);
    private static final Dialect DIALECT = new SqliteDialect();
    /** A transaction is thousands of rows at most. */
    private static final Duration WRITE_LIMIT = Duration.ofMinutes(2);

    private SqliteStorage() {}

    /**
     * Opens, or makes, the storage of a folder.
     *
     * @throws IOException if it cannot be opened, with a sentence that says why: in use, made by a newer release, no disk
     */
    public static Storage create(Path folder) throws IOException {
        return builder(folder).build();
    }

    public static Builder builder(Path folder) {
        return new Builder(folder);
    }

    /** How to open a storage. */
    public static final class Builder extends StorageBuilder<Builder> {
        private final Path folder;

        private Builder(Path folder) {
            this.folder = Objects.requireNonNull(folder);
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public Storage build() throws IOException {
            requireDriver();
            StoreThreads threads = threads();
            Scheduler scheduler = threads.scheduler();
            SqliteFile file = SqliteFile.take(folder, durability, prefix, scheduler::nanoTime);
            SqliteSessions writing = new SqliteSessions(file, WRITE_LIMIT, false);
            SqliteSessions reading = new SqliteSessions(file, readLimit, true);
            try {
                prepare(file, writing);
            } catch (IOException | RuntimeException e) {
                writing.close();
                file.close();
                if (!(e instanceof SqlFailure failure)) throw e;
                throw new IOException(
                        "cannot open " + file.database() + ": "
                                + failure.failure().getMessage(),
                        failure);
            }
            Chore chores = new Chores(new Clearing(DIALECT, scheduler::nanoTime), new Checkpoints(scheduler::nanoTime));
            return new JdbcRooms(
                    new Traits(durability, false, 1),
                    new Appender(threads.writer(), scheduler, writing, DIALECT, chores),
                    new Reads(threads.readers(), reading, DIALECT),
                    null,
                    threads,
                    () -> end(file, writing, reading));
        }

        /**
         * Copies the database as it is at one moment, also while a server uses it, to a folder from which a storage can be
         * opened. There all rooms begin another epoch. Blocks for as long as writing all of it takes; what was recalled is
         * nowhere in the copy.
         *
         * @param target a folder in which there is no database; it is made if need be
         * @throws IOException if there is no database to copy, or the copy cannot be written
         */
        public void backup(Path target) throws IOException {
            requireDriver();
            SqliteFile.copy(folder, target, prefix, threads().scheduler()::nanoTime);
        }

        private void prepare(SqliteFile file, SqliteSessions writing) throws IOException {
            Session session = writing.take();
            file.check(session);
            Schema.migrate(session, DIALECT);
            boolean anew = Life.begin(session, DIALECT, durability, restored);
            writing.give(session, true);
            LOG.info("rooms are kept in {}, durability {}", file.database(), durability);
            if (anew) {
                LOG.warn("{} was restored, or not closed: all rooms begin another epoch", file.database());
            }
        }

        private void end(SqliteFile file, SqliteSessions writing, SqliteSessions reading) {
            reading.close();
            try {
                Session session = writing.take();
                Life.end(session, DIALECT, durability);
                writing.give(session, true);
            } catch (SqlFailure e) {
                LOG.warn("{} could not be closed in order: {}", file.database(), e.getMessage());
            }
            writing.close();
            file.close();
        }

        private static void requireDriver() throws IOException {
            try {
                Class.forName("org.sqlite.JDBC");
            } catch (ClassNotFoundException e) {
                throw new IOException("SQLite's driver is missing: add org.xerial:sqlite-jdbc to the application", e);
            }
        }
    }
}
