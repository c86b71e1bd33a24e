package io.imbed.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of a member list.
 *
 * @param online whether the user has a session on this node
 * @param read the user's read mark, a seq
 * @param mutedUntil until when the user may not speak, 2^53 - 1 ms for good; null, or over, if it may
 */
public record MemberView(
        String user,
        String name,
        Role role,
        boolean online,
        long read,
        @Nullable Instant mutedUntil) {}
