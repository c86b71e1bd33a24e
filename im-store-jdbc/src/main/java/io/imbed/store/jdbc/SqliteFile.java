package io.imbed.store.jdbc;

import io.imbed.protocol.Durability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The folder of a SQLite storage: the database, what SQLite keeps beside it, and a file whose lock keeps a second process
 * out. SQLite itself would let it in, and the clients of each would not hear of what the other one stores.
 *
 * <p>Threads: any.
 */
final class SqliteFile implements AutoCloseable {
    private static final String DATABASE = "imbed.db";
    private static final String LOCK = "imbed.lock";
    /** Readers never wait, and there is one writer: only a checkpoint, or somebody's shell, holds a lock for a moment. */
    static final int BUSY_MILLIS = 5_000;

    private static final Duration COPY_LIMIT = Duration.ofDays(1);

    private final Path database;
    private final FileChannel lockFile;
    private final Durability durability;
    private final String prefix;
    private final LongSupplier nanoTime;

    private SqliteFile(
            Path database, FileChannel lockFile, Durability durability, String prefix, LongSupplier nanoTime) {
        this.database = database;
        this.lockFile = lockFile;
        this.durability = durability;
        this.prefix = prefix;
        this.nanoTime = nanoTime;
    }

    /**
     * Takes the folder, which is made if need be.
     *
     * @param nanoTime the clock of time limits
     * @throws IOException if it cannot be written, or somebody has it
     */
    static SqliteFile take(Path folder, Durability durability, String prefix, LongSupplier nanoTime)
            throws IOException {
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!lock(channel)) {
            channel.close();
            throw new IOException(folder + " is in use by another server; each needs a folder of its own");
        }
        return new SqliteFile(folder.resolve(DATABASE), channel, durability, prefix, nanoTime);
    }

    /** It is held until the channel is closed, or the process ends in whatever way. */
    private static boolean lock(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    /** Nobody has to have taken the folder, and somebody may. */
    static void copy(Path folder, Path target, String prefix, LongSupplier nanoTime) throws IOException {
        Path from = folder.resolve(DATABASE);
        Path to = target.resolve(DATABASE);
        if (!Files.exists(from)) throw new IOException("there is no " + from + " to copy");
        if (Files.exists(to)) throw new IOException(to + " is there already; a copy needs a folder of its own");
        Files.createDirectories(target);
        Path unfinished = target.resolve(DATABASE + ".part");
        Files.deleteIfExists(unfinished);
        try (SqliteFile source = new SqliteFile(from, FileChannel.open(from), Durability.DISK, prefix, nanoTime);
                Session session = source.open(COPY_LIMIT)) {
            session.update("VACUUM INTO ?", unfinished.toString());
        } catch (SqlFailure e) {
            throw new IOException("cannot copy " + from + ": " + e.failure().getMessage(), e);
        }
        markAsCopy(unfinished, prefix, nanoTime);
        try (FileChannel written = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.move(unfinished, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Its rooms' numbers will be given again, as after the loss of power in a storage that is weakly open. */
    private static void markAsCopy(Path copy, String prefix, LongSupplier nanoTime) throws IOException {
        try (Connection connection = new SQLiteConfig().createConnection("jdbc:sqlite:" + copy);
                Session session = new SqliteSession(connection, prefix, COPY_LIMIT, nanoTime)) {
            session.update("UPDATE $life SET weakly_open = 1");
        } catch (SQLException e) {
            throw new IOException("cannot finish " + copy + ": " + e.getMessage(), e);
        }
    }

    Path database() {
        return database;
    }

    /** @param limit of one transaction or query */
    SqliteSession open(Duration limit) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(durability == Durability.DISK ? SynchronousMode.FULL : SynchronousMode.NORMAL);
        config.setBusyTimeout(BUSY_MILLIS);
        try {
            Connection connection = config.createConnection("jdbc:sqlite:" + database);
            try {
                SqliteSession session = new SqliteSession(connection, prefix, limit, nanoTime);
                session.begin();
                // On macOS a plain sync reaches the drive's cache only; elsewhere this does nothing.
                session.execute("PRAGMA fullfsync = 1");
                // What is recalled is overwritten. FAST would leave the rest of a text longer than a page where it was.
                session.execute("PRAGMA secure_delete = 1");
                return session;
            } catch (SQLException | SqlFailure e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /**
     * Makes sure that the database does as it was told.
     *
     * @throws IOException if it does not, with what was found
     */
    void check(Session session) throws IOException {
        String journal = text(session, "PRAGMA journal_mode");
        String synchronous = text(session, "PRAGMA synchronous");
        String wanted = durability == Durability.DISK ? "2" : "1";
        if (journal.equals("wal") && synchronous.equals(wanted)) return;
        throw new IOException(database + " is not as durable as it has to be: journal_mode is " + journal
                + " and must be wal, synchronous is " + synchronous + " and must be " + wanted
                + "; a file system without shared memory, such as one of a network, cannot hold it");
    }

    private static String text(Session session, String pragma) {
        return session.one(row -> row.text(), pragma).orElse("unknown");
    }

    /** Lets others have the folder. */
    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
