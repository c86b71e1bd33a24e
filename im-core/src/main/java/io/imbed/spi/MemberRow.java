package io.imbed.spi;

import io.imbed.protocol.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One user's membership of one room.
 *
 * @param name the user's display name when last heard
 * @param joinedSeq the room's last seq when the user joined
 * @param read read mark, a seq
 * @param delivered delivered mark, a seq
 * @param mutedUntil until when the member may not speak, {@link Restraint#FOR_EVER} for good; null, or a time that has
 *     passed, if it may
 */
public record MemberRow(
        String room,
        String user,
        String name,
        Role role,
        Instant joinedAt,
        long joinedSeq,
        long read,
        long delivered,
        @Nullable Instant mutedUntil,
        Preferences preferences) {

    /** One that has changed none of its own settings. */
    public MemberRow(
            String room,
            String user,
            String name,
            Role role,
            Instant joinedAt,
            long joinedSeq,
            long read,
            long delivered,
            @Nullable Instant mutedUntil) {
        this(room, user, name, role, joinedAt, joinedSeq, read, delivered, mutedUntil, Preferences.DEFAULT);
    }

    /** Somebody about to be admitted; the storage fills in the marks. */
    public static MemberRow joining(String room, String user, String name, Role role, Instant at) {
        return new MemberRow(room, user, name, role, at, 0, 0, 0, null);
    }

    /** The same member, admitted when the room stood at {@code seq}. */
    public MemberRow joinedAt(long seq) {
        return new MemberRow(room, user, name, role, joinedAt, seq, seq, seq, mutedUntil, preferences);
    }

    /** The same member, in a room that stands at {@code seq}: nothing of it lies ahead of that. */
    public MemberRow within(long seq) {
        return new MemberRow(
                room,
                user,
                name,
                role,
                joinedAt,
                Math.min(joinedSeq, seq),
                Math.min(read, seq),
                Math.min(delivered, seq),
                mutedUntil,
                preferences);
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
                Math.max(delivered, newDelivered),
                mutedUntil,
                preferences);
    }

    /** The same member in another role. */
    public MemberRow promoted(Role newRole) {
        return new MemberRow(room, user, name, newRole, joinedAt, joinedSeq, read, delivered, mutedUntil, preferences);
    }

    /** The same member, called something else. */
    public MemberRow named(String newName) {
        return new MemberRow(room, user, newName, role, joinedAt, joinedSeq, read, delivered, mutedUntil, preferences);
    }

    /** The same member, who may not speak until then; null if it may. */
    public MemberRow muted(@Nullable Instant until) {
        return new MemberRow(room, user, name, role, joinedAt, joinedSeq, read, delivered, until, preferences);
    }

    /** Whether the member may not speak at this time. */
    public boolean isMuted(Instant now) {
        return mutedUntil != null && mutedUntil.isAfter(now);
    }

    /** The same member with the other's role, name and mute: {@link Change.Promote}. */
    public MemberRow changedTo(MemberRow other) {
        return new MemberRow(
                room,
                user,
                other.name,
                other.role,
                joinedAt,
                joinedSeq,
                read,
                delivered,
                other.mutedUntil,
                preferences);
    }

    /** The same member with other settings of its own: {@link Change.Prefer}. */
    public MemberRow preferring(Preferences newPreferences) {
        return new MemberRow(room, user, name, role, joinedAt, joinedSeq, read, delivered, mutedUntil, newPreferences);
    }
}
