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

    /** The other user of a DIRECT room; empty for other kinds. */
    public Optional<String> peerOf(String user) {
        return Optional.ofNullable(user.equals(createdBy) || with == null ? with : createdBy);
    }
}
