package io.imbed.spi;

import io.imbed.protocol.Durability;
import java.util.Optional;

/**
 * Where rooms live: one storage with three faces, so that a single append can change both. {@code im-testkit} has the
 * contract of each face.
 */
public interface Storage extends AutoCloseable {
    RoomLog log();

    RoomStore store();

    Upkeep upkeep();

    Traits traits();

    /** Messages that the host writes in transactions of its own; empty if it cannot. */
    default Optional<PendingSends> pending() {
        return Optional.empty();
    }

    /** How several nodes learn of each other's appends; empty if they cannot. */
    default Optional<ChangeFeed> feed() {
        return Optional.empty();
    }

    /** Ends it; what was answered as stored stays stored as {@link Traits#durability} says. */
    @Override
    void close();

    /**
     * @param durability what an append that was answered {@link Outcome.Stored} survives
     * @param shared whether several nodes may use it at once; they ask its {@link Storage#feed}
     * @param writers how many appends at once it likes best; 1 means that they are merged
     */
    record Traits(Durability durability, boolean shared, int writers) {}
}
