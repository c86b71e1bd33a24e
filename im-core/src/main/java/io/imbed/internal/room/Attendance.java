package io.imbed.internal.room;

import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Role;
import io.imbed.protocol.ServerFrame;
import io.imbed.spi.MemberRow;
import io.imbed.spi.RoomState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who attends a LIVE room on this node: whoever has a session that follows it. Nothing of it is stored, and nobody is told
 * of a single one; how many there are is told at most once in a while. Of other rooms this is empty.
 *
 * <p>To all that asks for members an attendee is one, a plain one ({@link RoomModel#member}). Its mute is a restraint,
 * which is looked up when it speaks and remembered for as long as nothing that decides who may do what has changed.
 *
 * <p>Threads: the room's lane.
 */
final class Attendance implements Followers.Watch {
    /** Often enough for people to see a number move; a hundred thousand who come at once make one signal. */
    static final Duration TELL_EVERY = Duration.ofSeconds(3);

    private static final long NEVER = -1;
    private static final int NOTHING = -1;

    private final LiveRoom room;
    private final Map<String, Attendee> byUser = new HashMap<>(0);
    private int told; // or NOTHING since somebody came, who has seen a number on the way
    private boolean waiting; // for the time to tell

    private static final class Attendee {
        final String name;
        final long joinedSeq;
        int sessions;
        boolean cut; // by an event that its sessions are still to be given
        long knownAt = NEVER; // the policy version at which it had no row, and this mute

        @Nullable Instant mutedUntil;

        Attendee(String name, long joinedSeq) {
            this.name = name;
            this.joinedSeq = joinedSeq;
        }
    }

    Attendance(LiveRoom room) {
        this.room = room;
    }

    /** The session attends from now on, and follows once it says from where. Throws the refusal. */
    void enter(Subscriber subscriber) {
        room.delivery().flush(); // Whoever was removed before this is cut off before it comes back.
        Followers followers = room.followers();
        if (followers.of(subscriber) != null) return;
        RoomState state = room.model().existing();
        RefusedException full = Rules.crowd(room.id(), state.row().settings(), followers.size() + 1);
        if (full != null) throw full;
        Attendee before = byUser.get(subscriber.user());
        Follower follower = new Follower(room, subscriber, before == null ? state.seq() : before.joinedSeq);
        if (!followers.add(follower)) {
            throw new RefusedException(ErrorCode.FORBIDDEN, "this session follows as many rooms as it may");
        }
        follower.enter();
    }

    /** The session attends no more. */
    void leave(Subscriber subscriber) {
        Follower follower = room.followers().of(subscriber);
        if (follower == null) return;
        room.followers().remove(follower);
        room.followers().tell(subscriber, new ServerFrame.RoomGone(room.id()));
    }

    @Override
    public void came(Follower follower) {
        if (!room.isLive()) return;
        Subscriber subscriber = follower.subscriber();
        byUser.computeIfAbsent(subscriber.user(), user -> new Attendee(subscriber.name(), follower.joinedSeq()))
                .sessions++;
        told = NOTHING;
        count();
    }

    @Override
    public void went(Subscriber subscriber) {
        Attendee attendee = byUser.get(subscriber.user());
        if (attendee == null) return;
        if (--attendee.sessions == 0) byUser.remove(subscriber.user());
        count();
    }

    private void count() {
        int now = room.followers().size();
        room.lane().context().headcounts().set(room.id(), now);
        if (now == 0) told = 0;
        if (waiting || now == told) return;
        waiting = true;
        room.lane().later(TELL_EVERY, this::tell);
    }

    private void tell() {
        waiting = false;
        int now = room.followers().size();
        if (now == told) return;
        told = now;
        room.followers().signal(new ServerFrame.MembersSignal(room.id(), now), each -> true);
    }

    // ---- As members

    boolean has(String user) {
        Attendee attendee = byUser.get(user);
        return attendee != null && !attendee.cut;
    }

    boolean has(Subscriber subscriber) {
        return has(subscriber.user()) && room.followers().of(subscriber) != null;
    }

    /** Whether nothing has to be looked up of this attendee. */
    boolean isKnown(String user, long policy) {
        Attendee attendee = byUser.get(user);
        return attendee != null && !attendee.cut && attendee.knownAt == policy;
    }

    /** It was looked up, and found to have no row of its own. */
    void learn(String user, long policy, @Nullable Instant mutedUntil) {
        Attendee attendee = byUser.get(user);
        if (attendee == null) return;
        attendee.knownAt = policy;
        attendee.mutedUntil = mutedUntil;
    }

    @Nullable Instant mutedUntil(String user) {
        Attendee attendee = byUser.get(user);
        return attendee == null ? null : attendee.mutedUntil;
    }

    /** The attendee as a plain member, or null if the user is none. */
    @Nullable MemberRow row(String user, @Nullable Instant mutedUntil) {
        Attendee attendee = byUser.get(user);
        if (attendee == null || attendee.cut) return null;
        return MemberRow.joining(room.id(), user, attendee.name, Role.MEMBER, Instant.EPOCH)
                .joinedAt(attendee.joinedSeq)
                .muted(mutedUntil);
    }

    /** The user was removed: its sessions are given what led up to it, and are no attendees already. */
    void cut(String user) {
        Attendee attendee = byUser.get(user);
        if (attendee != null) attendee.cut = true;
    }
}
