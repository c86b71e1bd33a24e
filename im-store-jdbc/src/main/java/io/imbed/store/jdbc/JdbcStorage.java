package io.imbed.store.jdbc;

import io.imbed.protocol.Durability;
import io.imbed.spi.Storage;
import io.imbed.spi.Storage.Traits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps rooms in a database of the host's: PostgreSQL, MySQL or MariaDB, or H2. For SQLite there is {@link SqliteStorage}.
 *
 * <p>Connections are borrowed from the {@link DataSource} for each transaction and each read, and go back in the state they
 * came in. It should be a pool, such as HikariCP's, with room for as many connections as there are readers and two more; H2
 * takes another one for as long as the storage is open. The database's driver is not brought along.
 *
 * <p>A batch of appends takes three round trips to PostgreSQL and MariaDB, and to MySQL if the connections let several
 * statements be sent at once ({@code allowMultiQueries=true} in the URL); without that, many more.
 *
 * <p>The host may send messages in its own transactions: {@link TransactionalSends}.
 *
 * <p>Several nodes may use one PostgreSQL, MySQL or MariaDB at once; an H2 database is for one, and another one is refused.
 *
 * <p>What was acknowledged is on the disk, if the database is set up so: that is checked when the storage is opened, and a
 * database that is not is refused unless {@link Builder#durability} accepts it.
 */
public final class JdbcStorage {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcStorage.class);

    private JdbcStorage() {}

    /**
     * Opens, or makes, the storage in a database.
     *
     * @throws IOException if it cannot be opened, with a sentence that says why
     */
    public static Storage create(DataSource source) throws IOException {
        return builder(source).build();
    }

    public static Builder builder(DataSource source) {
        return new Builder(source);
    }

    /**
     * Returns the SQL that makes the tables, for the host's own migration tool; see {@link SchemaMode#CHECK}. Statements end
     * with a semicolon at the end of a line, and comments are lines that begin with two dashes.
     *
     * @param dialect {@code postgresql}, {@code mysql} (for MariaDB too) or {@code h2}
     * @param prefix what all names begin with, {@code im_} where none was chosen
     */
    public static String schema(String dialect, String prefix) {
        if (ServerDialect.ALL.stream().noneMatch(each -> each.name().equals(dialect))) {
            throw new IllegalArgumentException("dialect is " + dialect + ", must be one of " + dialects());
        }
        try {
            return Schema.sql(dialect, StorageBuilder.checkedPrefix(prefix));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> dialects() {
        return ServerDialect.ALL.stream().map(Dialect::name).toList();
    }

    /** How to open a storage. */
    public static final class Builder extends StorageBuilder<Builder> {
        private final DataSource source;
        private Duration writeLimit = Duration.ofSeconds(30);
        private SchemaMode schema = SchemaMode.MIGRATE;

        private Builder(DataSource source) {
            this.source = Objects.requireNonNull(source);
        }

        @Override
        Builder self() {
            return this;
        }

        /** How long one statement of an append may take before the append is refused; default 30 seconds. */
        public Builder writeLimit(Duration limit) {
            writeLimit = positive("writeLimit", limit);
            return this;
        }

        /** Who makes the tables; default {@link SchemaMode#MIGRATE}. */
        public Builder schema(SchemaMode mode) {
            schema = Objects.requireNonNull(mode);
            return this;
        }

        @Override
        public Storage build() throws IOException {
            try {
                Target target = target();
                BorrowedSessions writing = sessions(writeLimit, target);
                look(target.dialect(), writing);
                ServerDialect.Hold hold = target.dialect().hold(writing);
                boolean opened = false;
                try {
                    Storage storage = open(target, writing, hold);
                    opened = true;
                    return storage;
                } finally {
                    if (!opened) hold.close();
                }
            } catch (SqlFailure e) {
                throw new IOException("cannot open the database: " + e.failure().getMessage(), e);
            }
        }

        private record Target(ServerDialect dialect, String described, boolean readCommitted) {}

        private Target target() throws IOException {
            try (Connection connection = source.getConnection()) {
                DatabaseMetaData database = connection.getMetaData();
                String product = database.getDatabaseProductName();
                if (product.equalsIgnoreCase("SQLite")) {
                    throw new IOException("the DataSource is one of SQLite, which JdbcStorage does not know:"
                            + " use SqliteStorage, which opens its file by itself");
                }
                ServerDialect dialect = ServerDialect.of(database)
                        .orElseThrow(() -> new IOException(
                                "the database is " + product + ", which is not known; there are " + dialects()))
                        .fitted(connection);
                int level = connection.getTransactionIsolation();
                return new Target(
                        dialect,
                        product + " " + database.getDatabaseProductVersion(),
                        level == Connection.TRANSACTION_READ_COMMITTED);
            } catch (SQLException e) {
                throw new SqlFailure(e);
            }
        }

        private BorrowedSessions sessions(Duration limit, Target target) {
            return new BorrowedSessions(source, prefix, limit, target.readCommitted());
        }

        /** What can be said before anything is changed. */
        private void look(ServerDialect dialect, BorrowedSessions writing) throws IOException {
            writing.with(session -> {
                dialect.requireUsable(session);
                if (schema == SchemaMode.CHECK) Schema.check(session, dialect);
                return true;
            });
        }

        private Storage open(Target target, BorrowedSessions writing, ServerDialect.Hold hold) throws IOException {
            ServerDialect dialect = target.dialect();
            boolean weak = writing.with(session -> prepare(target, session));
            StoreThreads threads = threads();
            Reads reads = new Reads(threads.readers(), sessions(readLimit, target), dialect);
            Reads single = new Reads(threads.pending(), writing, dialect);
            return new JdbcRooms(
                    new Traits(durability(weak), dialect.shared(), 1),
                    new Appender(
                            threads.writer(),
                            threads.scheduler(),
                            weak ? new WeakSessions(writing, dialect) : writing,
                            dialect,
                            new Clearing(dialect, threads.scheduler()::nanoTime)),
                    reads,
                    new JdbcPendingSends(reads, single, dialect, prefix),
                    threads,
                    hold::close);
        }

        private static Durability durability(boolean weak) {
            return weak ? Durability.PROCESS : Durability.DISK;
        }

        /** Returns whether the database may lose what it has acknowledged. */
        private boolean prepare(Target target, Session session) throws IOException {
            ServerDialect dialect = target.dialect();
            if (schema == SchemaMode.MIGRATE) Schema.migrate(session, dialect);
            List<String> weaknesses = dialect.weaknesses(session);
            boolean weak = !weaknesses.isEmpty();
            if (weak && durability == Durability.DISK) {
                throw new IOException("the database is not as durable as it has to be: " + String.join(", ", weaknesses)
                        + "; .durability(PROCESS) accepts it as it is");
            }
            boolean anew = ServerLife.begin(session, dialect, weak);
            LOG.info("rooms are kept in {}, durability {}", target.described(), durability(weak));
            if (anew) LOG.warn("the database has ended and may have lost something: all rooms begin another epoch");
            if (restored) {
                dialect.inTransaction(session, () -> {
                    Life.beginEpochs(session);
                    return true;
                });
                LOG.warn("the database was restored: all rooms begin another epoch");
            }
            return weak;
        }
    }
}
