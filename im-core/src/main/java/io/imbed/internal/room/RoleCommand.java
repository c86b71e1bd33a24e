package io.imbed.internal.room;

import io.imbed.internal.room.RoomService.Actor;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.AccessPolicy.Operation;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Outcome;
import io.imbed.spi.Restraint;
import io.imbed.spi.Restraint.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives a member another role: an owner promotes, demotes or hands over, and anybody may step down. */
public final class RoleCommand extends Command<MemberChange> {
    private final String room;
    private final Actor actor;
    private final String user;
    private final Role role;
    private @Nullable MemberRow heir;

    RoleCommand(String room, Actor actor, String user, Role role) {
        this.room = room;
        this.actor = actor;
        this.user = user;
        this.role = role;
    }

    @Override
    Set<String> users() {
        return actor.with(user);
    }

    /** An attendee who is to run the room keeps its mute, as one who joins. */
    @Override
    Set<String> restrained() {
        return Set.of(user);
    }

    @Override
    @Nullable String goer() {
        return role == Role.OWNER ? null : user;
    }

    @Override
    Decision<MemberChange> decide(RoomModel model, Instant now) {
        RefusedException no = Rules.refusal(actor, Operation.ROLE, room, model);
        if (no != null) return Decision.refuse(no);
        MemberRow member = model.member(user);
        if (member == null) return Decision.refuse(Rules.noTarget(room, user));
        // Before the ranks: who has handed over and does not know it yet asks again, of an equal.
        if (member.role() == role) return Decision.answer(MemberChange.NONE);
        no = Rules.regrading(actor, model, member, role);
        if (no != null) return Decision.refuse(no);
        heir = role == Role.OWNER ? null : Succession.heir(model, member);
        List<Change> changes = new ArrayList<>();
        List<EventBody> events = new ArrayList<>();
        Succession.record(heir, changes, events);
        record(model, member, now, changes);
        events.add(new EventBody.RoleChanged(user, role));
        return Decision.append(new Entry(room, model.guard(), now, actor.user(), changes, events));
    }

    private void record(RoomModel model, MemberRow member, Instant now, List<Change> changes) {
        if (model.existing().row().kind() != RoomKind.LIVE || (member.role() != Role.MEMBER && role != Role.MEMBER)) {
            changes.add(new Change.Promote(member.promoted(role)));
        } else if (role == Role.MEMBER) {
            Departure.record(member, actor.user(), now, changes);
        } else {
            Restraint mute = model.restraint(user, Kind.MUTE);
            if (mute != null) changes.add(new Change.Release(user, Kind.MUTE));
            MemberRow admitted = MemberRow.joining(room, user, member.name(), role, now);
            changes.add(new Change.Settle(AdmitCommand.attending(admitted.muted(member.mutedUntil()), member, model)));
        }
    }

    @Override
    void stored(LiveRoom live, Outcome.Stored stored, @Nullable Message posted) {
        answer(new MemberChange(true, false, Succession.userOf(heir)));
    }
}
