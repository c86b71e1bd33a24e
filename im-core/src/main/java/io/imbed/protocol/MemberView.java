package io.imbed.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of a member list.
 *
 * @param online whether the user has a session on this node
 * @param read the user's read mark, a seq; null if it is not shown
 * @param mutedUntil until when the user may not speak, 2^53 - 1 ms for good; null, or over, if it may
 */
public record MemberView(
        String user,
        String name,
        Role role,
        boolean online,
        @Nullable Long read,
        @Nullable Instant mutedUntil) {

    /** The same, without the read mark. */
    public MemberView withoutRead() {
        return new MemberView(user, name, role, online, null, mutedUntil);
    }
}
