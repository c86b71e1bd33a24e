package io.imbed.internal.room;

import io.imbed.internal.room.RoomService.Actor;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.RefusedException;
import io.imbed.spi.AccessPolicy.Operation;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Outcome;
import io.imbed.spi.Restraint;
import io.imbed.spi.Restraint.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets a member speak again; or somebody who went while muted, once it comes back. */
public final class UnmuteCommand extends Command<MemberChange> {
    private final String room;
    private final Actor actor;
    private final String user;

    UnmuteCommand(String room, Actor actor, String user) {
        this.room = room;
        this.actor = actor;
        this.user = user;
    }

    @Override
    Set<String> users() {
        return actor.with(user);
    }

    @Override
    Set<String> restrained() {
        return Set.of(user);
    }

    @Override
    Decision<MemberChange> decide(RoomModel model, Instant now) {
        RefusedException no = Rules.refusal(actor, Operation.MUTE, room, model);
        if (no != null) return Decision.refuse(no);
        MemberRow member = model.member(user);
        if (member == null) return lift(model, now);
        no = Rules.onto(actor, model, member);
        if (no != null) return Decision.refuse(no);
        if (!member.isMuted(now)) return Decision.answer(MemberChange.NONE);
        if (model.stored(user) == null) return append(model, now, new Change.Release(user, Kind.MUTE));
        return append(model, now, new Change.Promote(member.muted(null)));
    }

    private Decision<MemberChange> lift(RoomModel model, Instant now) {
        Restraint kept = model.restraint(user, Kind.MUTE);
        if (kept == null) return Decision.refuse(Rules.noTarget(room, user));
        if (!kept.isInForce(now)) return Decision.answer(MemberChange.NONE);
        return append(model, now, new Change.Release(user, Kind.MUTE));
    }

    private Decision<MemberChange> append(RoomModel model, Instant now, Change change) {
        return Decision.append(new Entry(
                room, model.guard(), now, actor.user(), List.of(change), List.of(new EventBody.Unmuted(user))));
    }

    @Override
    void stored(LiveRoom live, Outcome.Stored stored, @Nullable Message posted) {
        answer(MemberChange.DONE);
    }
}
