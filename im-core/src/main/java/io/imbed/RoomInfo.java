package io.imbed;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomSettings;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A room as its host sees it.
 *
 * @param title null for rooms without one
 * @param createdBy a user id, or {@code ~system}
 * @param with the user whom {@code createdBy} opened a DIRECT room with; null for other kinds
 * @param members how many
 * @param head where its log ends
 * @param seq its last message
 * @param at the time of its last event, or of its making if it has none
 */
public record RoomInfo(
        String id,
        RoomKind kind,
        @Nullable String title,
        String createdBy,
        @Nullable String with,
        Instant createdAt,
        RoomSettings settings,
        long members,
        Cursor head,
        long seq,
        Instant at) {}
