package io.imbed.store.jdbc;

import io.imbed.protocol.Durability;
import io.imbed.spi.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How to open a storage: what is the same for every database. */
public abstract sealed class StorageBuilder<B extends StorageBuilder<B>>
        permits SqliteStorage.Builder, JdbcStorage.Builder {
    String name = "chat";
    String prefix = "im_";
    Durability durability = Durability.DISK;
    int readers = 4;
    Duration readLimit = Duration.ofSeconds(10);
    boolean restored;
    private @Nullable StoreThreads threads;

    StorageBuilder() {}

    abstract B self();

    /** Part of the names of its threads, {@code im-<name>-store-…}; default {@code chat}. */
    public B name(String newName) {
        name = Objects.requireNonNull(newName);
        return self();
    }

    /** What all names of tables and indexes begin with; default {@code im_}. Letters, digits and underscores. */
    public B prefix(String newPrefix) {
        prefix = checkedPrefix(newPrefix);
        return self();
    }

    static String checkedPrefix(String prefix) {
        if (prefix.matches("[A-Za-z_][A-Za-z0-9_]{0,29}")) return prefix;
        throw new IllegalArgumentException("prefix is " + prefix
                + ", must be 1 to 30 letters, digits and underscores, and not begin with a digit");
    }

    /**
     * {@link Durability#DISK}, the default, has everything on the disk before it acknowledges, or does not open.
     * {@link Durability#PROCESS} accepts less: what was acknowledged last may be gone after a loss of power, and after any
     * unclean end all rooms begin another epoch, so that clients read them anew.
     */
    public B durability(Durability newDurability) {
        if (newDurability == Durability.NONE) {
            throw new IllegalArgumentException("durability is NONE; that is what MemoryStorage is for");
        }
        durability = newDurability;
        return self();
    }

    /** How many reads run at once; default 4. */
    public B readers(int count) {
        if (count < 1) throw new IllegalArgumentException("readers is " + count + ", must be at least 1");
        readers = count;
        return self();
    }

    /** How long one read may take before it fails; default 10 seconds. */
    public B readLimit(Duration limit) {
        readLimit = positive("readLimit", limit);
        return self();
    }

    /**
     * Says that the database was restored from a backup: all rooms begin another epoch, because numbers that clients have seen
     * are given again. For one start, before clients connect. Copies that {@link SqliteStorage.Builder#backup} has made know
     * it by themselves.
     */
    public B restored() {
        restored = true;
        return self();
    }

    /** Time and threads from outside, to be closed with the storage. */
    B threads(StoreThreads newThreads) {
        threads = newThreads;
        return self();
    }

    /** Threads are not made before they are needed. */
    StoreThreads threads() {
        return threads == null ? new RealStoreThreads(name, readers) : threads;
    }

    static Duration positive(String option, Duration limit) {
        if (!limit.isNegative() && !limit.isZero()) return limit;
        throw new IllegalArgumentException(option + " is " + limit + ", must be above zero");
    }

    /**
     * Opens it.
     *
     * @throws IOException if it cannot be opened, with a sentence that says why
     */
    public abstract Storage build() throws IOException;
}
