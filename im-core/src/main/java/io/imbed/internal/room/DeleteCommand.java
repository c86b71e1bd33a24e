package io.imbed.internal.room;

import io.imbed.internal.room.RoomService.Actor;
import io.imbed.protocol.Message;
import io.imbed.protocol.RefusedException;
import io.imbed.spi.AccessPolicy.Operation;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Ends a room, with everything in it. */
public final class DeleteCommand extends Command<MemberChange> {
    private final String room;
    private final Actor actor;
    private @Nullable String epoch; // the life that is to end

    DeleteCommand(String room, Actor actor) {
        this.room = room;
        this.actor = actor;
    }

    @Override
    Set<String> users() {
        return actor.alone();
    }

    @Override
    Decision<MemberChange> decide(RoomModel model, Instant now) {
        RoomState state = model.state();
        // An append that gave no answer has done it.
        boolean over = state == null || !state.epoch().equals(epoch);
        if (mayBeStored() && over) return Decision.answer(MemberChange.DONE);
        if (state == null) return Decision.refuse(Rules.noRoom(room));
        // The host may end rooms of every kind.
        RefusedException no = actor.isClient() ? Rules.refusal(actor, Operation.DELETE, room, model) : null;
        if (no != null) return Decision.refuse(no);
        epoch = state.epoch();
        return Decision.append(
                new Entry(room, model.guard(), now, actor.user(), List.of(new Change.DropRoom()), List.of()));
    }

    @Override
    void stored(LiveRoom live, Outcome.Stored stored, @Nullable Message posted) {
        answer(MemberChange.DONE);
    }
}
