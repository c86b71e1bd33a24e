package io.imbed.internal.room;

import io.imbed.internal.room.RoomService.Actor;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.UserView;
import io.imbed.spi.AccessPolicy.Operation;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Outcome;
import io.imbed.spi.Restraint;
import io.imbed.spi.Restraint.Kind;
import io.imbed.spi.RoomState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a user a member: by itself, where the kind allows, or invited. Of a LIVE room its session becomes an attendee. */
public final class AdmitCommand extends Command<MemberChange> {
    private final String room;
    private final Actor actor;
    private final UserView user;
    private final Role role;
    private final boolean invited;
    private final @Nullable Subscriber session;

    private AdmitCommand(
            String room, Actor actor, UserView user, Role role, boolean invited, @Nullable Subscriber session) {
        this.room = room;
        this.actor = actor;
        this.user = user;
        this.role = role;
        this.invited = invited;
        this.session = session;
    }

    /** @param session which attends a LIVE room from then on */
    static AdmitCommand join(String room, Actor actor, Subscriber session) {
        return new AdmitCommand(room, actor, actor.identity().view(), Role.MEMBER, false, session);
    }

    static AdmitCommand invite(String room, Actor actor, UserView user, Role role) {
        return new AdmitCommand(room, actor, user, role, true, null);
    }

    @Override
    Set<String> users() {
        return actor.with(user.id());
    }

    @Override
    Set<String> restrained() {
        return Set.of(user.id());
    }

    @Override
    boolean isVain(RoomModel room) {
        if (invited || room.state() == null) return false;
        return room.knowsMember(user.id()) && room.stored(user.id()) != null;
    }

    @Override
    Decision<MemberChange> decide(RoomModel model, Instant now) {
        RoomState state = model.state();
        RefusedException no = invited
                ? Rules.refusal(actor, Operation.INVITE, room, model)
                : state == null ? Rules.noRoom(room) : null;
        if (no != null) return Decision.refuse(no);
        RoomState there = model.existing();
        boolean live = there.row().kind() == RoomKind.LIVE;
        if (live && invited && role == Role.MEMBER) {
            return Decision.refuse(Rules.attendanceIsJoined());
        }
        if (live && session != null && model.attends(session)) return Decision.answer(MemberChange.NONE);
        if (model.stored(user.id()) != null) return Decision.answer(MemberChange.NONE);
        if (!invited) no = Rules.joining(there);
        if (no != null) return Decision.refuse(no);
        Restraint ban = model.restraint(user.id(), Kind.BAN);
        if (ban != null && ban.isInForce(now)) return Decision.refuse(Rules.banned(room, ban, invited));
        if (live && session != null) {
            return new Decision.Act<>(room -> {
                room.attendance().enter(session);
                return MemberChange.NONE;
            });
        }
        no = Rules.crowd(room, there.row().settings(), there.members() + 1);
        if (no != null) return Decision.refuse(no);
        Restraint mute = model.restraint(user.id(), Kind.MUTE);
        List<Change> changes = new ArrayList<>();
        // What has ended is swept up on the way; a mute goes on in the member's row.
        if (ban != null) changes.add(new Change.Release(user.id(), Kind.BAN));
        if (mute != null) changes.add(new Change.Release(user.id(), Kind.MUTE));
        MemberRow member = MemberRow.joining(room, user.id(), user.name(), role, now);
        if (mute != null && mute.isInForce(now)) member = member.muted(mute.until());
        MemberRow attendee = model.member(user.id());
        changes.add(
                attendee == null ? new Change.Admit(member) : new Change.Settle(attending(member, attendee, model)));
        return Decision.append(new Entry(
                room,
                model.guard(),
                now,
                actor.user(),
                changes,
                List.of(new EventBody.Joined(user.id(), user.name(), role))));
    }

    /** One who has attended: its sessions follow on, see as far back as before, and begin with nothing unread. */
    static MemberRow attending(MemberRow admitted, MemberRow attendee, RoomModel model) {
        long seq = model.existing().seq();
        return admitted.joinedAt(attendee.joinedSeq()).marked(seq, seq);
    }

    @Override
    void stored(LiveRoom live, Outcome.Stored stored, @Nullable Message posted) {
        answer(MemberChange.DONE);
    }
}
