package io.imbed.spi;

import io.imbed.protocol.RoomKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A room as it was made. */
public record RoomRow(String id, RoomKind kind, @Nullable String title, String createdBy, Instant createdAt) {}
