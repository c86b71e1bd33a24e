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

/** Lets a member not speak for a time, or for good. */
public final class MuteCommand extends Command<MemberChange> {
    private final String room;
    private final Actor actor;
    private final String user;
    private final @Nullable Long ms;
    private final @Nullable String reason;

    /** @param ms null for good */
    MuteCommand(String room, Actor actor, String user, @Nullable Long ms, @Nullable String reason) {
        this.room = room;
        this.actor = actor;
        this.user = user;
        this.ms = ms;
        this.reason = reason;
    }

    @Override
    Set<String> users() {
        return actor.with(user);
    }

    /** That of an attendee is one. */
    @Override
    Set<String> restrained() {
        return Set.of(user);
    }

    @Override
    Decision<MemberChange> decide(RoomModel model, Instant now) {
        RefusedException no = Rules.refusal(actor, Operation.MUTE, room, model);
        if (no != null) return Decision.refuse(no);
        MemberRow member = model.member(user);
        if (member == null) return Decision.refuse(Rules.noTarget(room, user));
        no = Rules.onto(actor, model, member);
        if (no != null) return Decision.refuse(no);
        Instant until = Term.until(now, ms);
        if (until.equals(member.mutedUntil())) return Decision.answer(MemberChange.NONE);
        return Decision.append(new Entry(
                room,
                model.guard(),
                now,
                actor.user(),
                List.of(change(model, member, until, now)),
                List.of(new EventBody.Muted(user, Term.shown(until), reason))));
    }

    private Change change(RoomModel model, MemberRow member, Instant until, Instant now) {
        if (model.stored(user) != null) return new Change.Promote(member.muted(until));
        return new Change.Restrain(new Restraint(room, user, Kind.MUTE, actor.user(), now, until, reason));
    }

    @Override
    void stored(LiveRoom live, Outcome.Stored stored, @Nullable Message posted) {
        answer(MemberChange.DONE);
    }
}
