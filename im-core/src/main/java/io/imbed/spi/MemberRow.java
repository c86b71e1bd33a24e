package io.imbed.spi;

import io.imbed.protocol.Role;
import java.time.Instant;

/**
 * One user's membership of one room.
 *
 * @param name the user's display name when last heard
 * @param joinedSeq the room's last seq when the user joined
 * @param read read mark, a seq
 * @param delivered delivered mark, a seq
 */
public record MemberRow(
        String room, String user, String name, Role role, Instant joinedAt, long joinedSeq, long read, long delivered) {

    /** Somebody about to be admitted; the storage fills in the marks. */
    public static MemberRow joining(String room, String user, String name, Role role, Instant at) {
        return new MemberRow(room, user, name, role, at, 0, 0, 0);
    }

    /** The same member, admitted when the room stood at {@code seq}. */
    public MemberRow joinedAt(long seq) {
        return new MemberRow(room, user, name, role, joinedAt, seq, seq, seq);
    }

    /** The same member with marks moved forward, never back. */
    public MemberRow marked(long newRead, long newDelivered) {
        return new MemberRow(
                room,
                user,
                name,
                role,
                joinedAt,
                joinedSeq,
                Math.max(read, newRead),
                Math.max(delivered, newDelivered));
    }

    /** The same member in another role. */
    public MemberRow promoted(Role newRole) {
        return new MemberRow(room, user, name, newRole, joinedAt, joinedSeq, read, delivered);
    }
}
