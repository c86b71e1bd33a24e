package io.imbed;

import io.imbed.protocol.Role;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A member as another chat knew it: see {@link Imports#members}. Times are in milliseconds; what is finer is cut off.
 *
 * @param name the user's display name
 * @param joinedSeq the room's last message when the user joined, 0 for the beginning: nothing up to it is ever unread, and
 *     where members may read since joining alone, nothing up to it is shown
 * @param read how far the user has read, a seq
 * @param delivered how far messages have reached the user, a seq; never below {@code read}
 * @param mutedUntil until when the user may not speak; null if it may
 */
public record ImportedMember(
        String user,
        String name,
        Role role,
        Instant joinedAt,
        long joinedSeq,
        long read,
        long delivered,
        @Nullable Instant mutedUntil) {
    public ImportedMember {
        name = Identity.of(user, name).name();
        if (user.startsWith("~")) throw new IllegalArgumentException("user " + user + " is the host's own");
        joinedAt = joinedAt.truncatedTo(ChronoUnit.MILLIS);
        if (mutedUntil != null) mutedUntil = mutedUntil.truncatedTo(ChronoUnit.MILLIS);
        requireSeq("joinedSeq", joinedSeq);
        requireSeq("read", read);
        requireSeq("delivered", delivered);
        delivered = Math.max(read, delivered);
    }

    /** One who has been there from the beginning and has read nothing. */
    public static ImportedMember of(String user, String name, Role role, Instant joinedAt) {
        return new ImportedMember(user, name, role, joinedAt, 0, 0, 0, null);
    }

    public ImportedMember withJoinedSeq(long seq) {
        return new ImportedMember(user, name, role, joinedAt, seq, read, delivered, mutedUntil);
    }

    public ImportedMember withRead(long seq) {
        return new ImportedMember(user, name, role, joinedAt, joinedSeq, seq, delivered, mutedUntil);
    }

    public ImportedMember withDelivered(long seq) {
        return new ImportedMember(user, name, role, joinedAt, joinedSeq, read, seq, mutedUntil);
    }

    public ImportedMember withMutedUntil(Instant until) {
        return new ImportedMember(user, name, role, joinedAt, joinedSeq, read, delivered, until);
    }

    private static void requireSeq(String field, long seq) {
        if (seq < 0) throw new IllegalArgumentException(field + " is " + seq + ", must be 0 or more");
    }
}
