package io.imbed.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of a list of bans.
 *
 * @param by who banned the user
 * @param at when
 * @param until null for good
 * @param reason for people
 */
public record BanView(
        String user,
        String by,
        Instant at,
        @Nullable Instant until,
        @Nullable String reason) {}
