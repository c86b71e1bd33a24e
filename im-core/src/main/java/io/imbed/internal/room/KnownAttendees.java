package io.imbed.internal.room;

import io.imbed.protocol.EventBody;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Restraint;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Those who attend a LIVE room, as a {@link RoomModel} sees them: that of a working copy knows whom its batch removes.
 *
 * <p>Threads: the room's lane.
 */
final class KnownAttendees {
    private final Attendance attendance;
    private final @Nullable Set<String> cut; // null for what is committed

    private KnownAttendees(Attendance attendance, @Nullable Set<String> cut) {
        this.attendance = attendance;
        this.cut = cut;
    }

    static KnownAttendees of(Attendance attendance) {
        return new KnownAttendees(attendance, null);
    }

    KnownAttendees workingCopy() {
        return new KnownAttendees(attendance, new HashSet<>(0));
    }

    private boolean isCut(String user) {
        return cut != null && cut.contains(user);
    }

    boolean has(String user) {
        return !isCut(user) && attendance.has(user);
    }

    boolean has(Subscriber session) {
        return !isCut(session.user()) && attendance.has(session);
    }

    /** Whether nothing has to be looked up of this attendee, the room's policy version being this one. */
    boolean isKnown(String user, long policy) {
        return attendance.isKnown(user, policy);
    }

    /** The user as a plain member, or null if it attends not; {@code held} null if restraints were not looked up anew. */
    @Nullable MemberRow row(String user, @Nullable List<Restraint> held) {
        if (isCut(user)) return null;
        return attendance.row(user, held == null ? attendance.mutedUntil(user) : KnownRestraints.mutedUntil(held));
    }

    /** There may be a hundred thousand of them, so what was looked up of each is kept where each is. */
    void learn(String user, long policy, List<Restraint> held) {
        attendance.learn(user, policy, KnownRestraints.mutedUntil(held));
    }

    /** Whomever the event removes attends no more. */
    void apply(EventBody body) {
        String user = body.user();
        if (user == null || !Delivery.endsMembership(body)) return;
        Set<String> mine = cut;
        if (mine == null) attendance.cut(user);
        else mine.add(user);
    }
}
