package io.imbed.internal.room;

import io.imbed.internal.room.RoomService.Actor;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.RefusedException;
import io.imbed.spi.AccessPolicy.Operation;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Outcome;
import io.imbed.spi.Restraint;
import io.imbed.spi.Restraint.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets a user become a member again. */
public final class UnbanCommand extends Command<MemberChange> {
    private final String room;
    private final Actor actor;
    private final String user;

    UnbanCommand(String room, Actor actor, String user) {
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
        RefusedException no = Rules.refusal(actor, Operation.BAN, room, model);
        if (no != null) return Decision.refuse(no);
        Restraint held = model.restraint(user, Kind.BAN);
        if (held == null || !held.isInForce(now)) return Decision.answer(MemberChange.NONE);
        return Decision.append(new Entry(
                room,
                model.guard(),
                now,
                actor.user(),
                List.of(new Change.Release(user, Kind.BAN)),
                List.of(new EventBody.Unbanned(user))));
    }

    @Override
    void stored(LiveRoom live, Outcome.Stored stored, @Nullable Message posted) {
        answer(MemberChange.DONE);
    }
}
