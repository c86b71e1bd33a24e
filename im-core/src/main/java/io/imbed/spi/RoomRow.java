package io.imbed.spi;

import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomSettings;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A room as it was made.
 *
 * @param createdBy a user, or the host itself
 * @param with the user whom {@code createdBy} opened a DIRECT room with; null for other kinds
 * @param settings all of them, whether or not they are as the kind presets them. A storage obeys two: of more messages than
 *     {@link RoomSettings#keep} the oldest go with the next one, and {@link RoomStore#sharing} asks for
 *     {@link RoomSettings#presence}
 */
public record RoomRow(
        String id,
        RoomKind kind,
        @Nullable String title,
        String createdBy,
        @Nullable String with,
        Instant createdAt,
        RoomSettings settings) {

    /** The same room, called something else or with other settings. */
    public RoomRow changed(@Nullable String newTitle, RoomSettings newSettings) {
        return new RoomRow(id, kind, newTitle, createdBy, with, createdAt, newSettings);
    }

    /** The other user of a DIRECT room; empty for other kinds. */
    public Optional<String> peerOf(String user) {
        return Optional.ofNullable(user.equals(createdBy) || with == null ? with : createdBy);
    }
}
