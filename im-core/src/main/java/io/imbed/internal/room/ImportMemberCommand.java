package io.imbed.internal.room;

import io.imbed.ImportedMember;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Outcome;
import io.imbed.spi.Restraint;
import io.imbed.spi.Restraint.Kind;
import io.imbed.spi.RoomRow;
import io.imbed.spi.RoomState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a user the member that it was elsewhere; one who is that already has its marks moved forward. Answers whether
 * anything changed.
 */
final class ImportMemberCommand extends Command<Boolean> {
    private final String room;
    private final ImportedMember member;

    ImportMemberCommand(String room, ImportedMember member) {
        this.room = room;
        this.member = member;
    }

    @Override
    Set<String> users() {
        return Set.of(member.user());
    }

    @Override
    Set<String> restrained() {
        return users();
    }

    @Override
    Decision<Boolean> decide(RoomModel model, Instant now) {
        RoomState state = model.state();
        if (state == null) return Decision.refuse(Rules.noRoom(room));
        long furthest = Math.max(Math.max(member.read(), member.delivered()), member.joinedSeq());
        if (furthest > state.seq()) {
            return conflict("stands at seq " + furthest + ", the room's last message is " + state.seq()
                    + ": import messages first");
        }
        MemberRow there = model.member(member.user());
        return there == null ? admit(model, state, now) : move(model, state, there, now);
    }

    private Decision<Boolean> admit(RoomModel model, RoomState state, Instant now) {
        RefusedException no = stranger(state.row());
        Restraint ban = model.restraint(member.user(), Kind.BAN);
        if (no == null && ban != null && ban.isInForce(now)) no = Rules.banned(room, ban, true);
        if (no == null) no = Rules.crowd(room, state.row().settings(), state.members() + 1);
        if (no != null) return Decision.refuse(no);
        List<Change> changes = new ArrayList<>();
        Restraint mute = model.restraint(member.user(), Kind.MUTE);
        if (ban != null) changes.add(new Change.Release(member.user(), Kind.BAN));
        if (mute != null) changes.add(new Change.Release(member.user(), Kind.MUTE));
        changes.add(new Change.Settle(row()));
        EventBody joined = new EventBody.Joined(member.user(), member.name(), member.role());
        return append(model, state, changes, List.of(joined));
    }

    private @Nullable RefusedException stranger(RoomRow row) {
        if (row.kind() == RoomKind.LIVE && member.role() == Role.MEMBER) return Rules.attendanceIsJoined();
        if (row.kind() != RoomKind.DIRECT) return null;
        boolean one = member.user().equals(row.createdBy()) || member.user().equals(row.with());
        if (one && member.role() == Role.MEMBER) return null;
        return Rules.forbidden("a direct room is for its two users as it is");
    }

    private MemberRow row() {
        return new MemberRow(
                room,
                member.user(),
                member.name(),
                member.role(),
                member.joinedAt(),
                member.joinedSeq(),
                member.read(),
                member.delivered(),
                member.mutedUntil());
    }

    private Decision<Boolean> move(RoomModel model, RoomState state, MemberRow there, Instant now) {
        if (!there.joinedAt().equals(member.joinedAt()) || there.joinedSeq() != member.joinedSeq()) {
            return conflict("has joined otherwise, at " + there.joinedAt() + " behind seq " + there.joinedSeq());
        }
        if (there.role() != member.role()) return conflict("has role " + there.role());
        if (there.isMuted(now) != row().isMuted(now)) return conflict("may speak as it could not, or the reverse");
        if (there.read() >= member.read() && there.delivered() >= member.delivered()) return Decision.answer(false);
        Change mark = new Change.Mark(member.user(), member.read(), member.delivered());
        return append(model, state, List.of(mark), List.of());
    }

    /** At the time of the room's last event: what is imported behind it may be as old. */
    private Decision<Boolean> append(RoomModel model, RoomState state, List<Change> changes, List<EventBody> events) {
        return Decision.append(new Entry(room, model.guard(), state.at(), Event.SYSTEM, changes, events));
    }

    private Decision<Boolean> conflict(String why) {
        return Decision.refuse(ErrorCode.CONFLICT, "member " + member.user() + " " + why);
    }

    @Override
    void stored(LiveRoom live, Outcome.Stored stored, @Nullable Message posted) {
        answer(true);
    }
}
