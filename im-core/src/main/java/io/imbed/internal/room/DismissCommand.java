package io.imbed.internal.room;

import io.imbed.internal.room.RoomService.Actor;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.AccessPolicy.Operation;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Ends a membership: the member leaves, or is removed. */
public final class DismissCommand extends Command<MemberChange> {
    private final String room;
    private final Actor actor;
    private final String user;
    private final boolean kicked;
    private final @Nullable Subscriber session;
    private boolean hasRow;
    private @Nullable MemberRow heir;

    private DismissCommand(String room, Actor actor, String user, boolean kicked, @Nullable Subscriber session) {
        this.room = room;
        this.actor = actor;
        this.user = user;
        this.kicked = kicked;
        this.session = session;
    }

    /** @param session which leaves if its user but attends */
    static DismissCommand leave(String room, Actor actor, Subscriber session) {
        return new DismissCommand(room, actor, actor.user(), false, session);
    }

    static DismissCommand kick(String room, Actor actor, String user) {
        return new DismissCommand(room, actor, user, true, null);
    }

    @Override
    Set<String> users() {
        return actor.with(user);
    }

    @Override
    String goer() {
        return user;
    }

    @Override
    Decision<MemberChange> decide(RoomModel model, Instant now) {
        RefusedException no = kicked ? Rules.refusal(actor, Operation.KICK, room, model) : leaving(model);
        if (no != null) return Decision.refuse(no);
        MemberRow member = model.member(user);
        if (member == null) return Decision.answer(MemberChange.NONE);
        no = kicked ? Rules.onto(actor, model, member) : null;
        if (no != null) return Decision.refuse(no);
        hasRow = model.stored(user) != null;
        if (!hasRow && session != null) return attends(model, session);
        heir = Succession.heir(model, member);
        List<Change> changes = new ArrayList<>();
        List<EventBody> events = new ArrayList<>();
        Succession.record(heir, changes, events);
        if (hasRow) Departure.record(member, actor.user(), now, changes);
        events.add(kicked ? new EventBody.Kicked(user) : new EventBody.Left(user));
        return Decision.append(new Entry(room, model.guard(), now, actor.user(), changes, events));
    }

    private static Decision<MemberChange> attends(RoomModel model, Subscriber session) {
        if (!model.attends(session)) return Decision.answer(MemberChange.NONE);
        return new Decision.Act<>(live -> {
            live.attendance().leave(session);
            return MemberChange.NONE;
        });
    }

    /** Leaving a channel that one is not in is leaving it again. */
    private @Nullable RefusedException leaving(RoomModel model) {
        RoomState state = model.state();
        if (state == null) return Rules.noRoom(room);
        RoomKind kind = state.row().kind();
        if (model.member(user) == null) return kind.isOpen() ? null : Rules.noRoom(room);
        return kind == RoomKind.DIRECT ? Rules.forbidden("a direct room cannot be left") : null;
    }

    @Override
    void stored(LiveRoom live, Outcome.Stored stored, @Nullable Message posted) {
        answer(hasRow ? new MemberChange(true, true, Succession.userOf(heir)) : MemberChange.CUT_OFF);
    }
}
