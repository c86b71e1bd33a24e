package io.imbed.spi;

import io.imbed.protocol.RoomKind;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A room as it was made.
 *
 * @param createdBy a user, or the host itself
 * @param with the user whom {@code createdBy} opened a DIRECT room with; null for other kinds
 */
public record RoomRow(
        String id,
        RoomKind kind,
        @Nullable String title,
        String createdBy,
        @Nullable String with,
        Instant createdAt) {

    /** The same room under another title. */
    public RoomRow titled(@Nullable String newTitle) {
        return new RoomRow(id, kind, newTitle, createdBy, with, createdAt);
    }

    /**
     * How many of the newest messages are kept. With each message beyond, the oldest goes, and with it the events up to
     * the last that shows its content; of other rooms as many are kept as the storage can.
     */
    public int keep() {
        return kind == RoomKind.LIVE ? 1_000 : Integer.MAX_VALUE;
    }

    /** The other user of a DIRECT room; empty for other kinds. */
    public Optional<String> peerOf(String user) {
        return Optional.ofNullable(user.equals(createdBy) || with == null ? with : createdBy);
    }
}
