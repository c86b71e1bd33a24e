package io.imbed.internal.room;

import io.imbed.internal.room.RoomService.Actor;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.RefusedException;
import io.imbed.spi.AccessPolicy.Operation;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives a room another title. */
public final class UpdateCommand extends Command<MemberChange> {
    private final String room;
    private final Actor actor;
    private final @Nullable String title;

    UpdateCommand(String room, Actor actor, @Nullable String title) {
        this.room = room;
        this.actor = actor;
        this.title = title;
    }

    @Override
    Set<String> users() {
        return actor.alone();
    }

    @Override
    Decision<MemberChange> decide(RoomModel model, Instant now) {
        RefusedException no = Rules.refusal(actor, Operation.UPDATE, room, model);
        if (no != null) return Decision.refuse(no);
        RoomState state = model.existing();
        if (Objects.equals(state.row().title(), title)) return Decision.answer(MemberChange.NONE);
        return Decision.append(new Entry(
                room,
                model.guard(),
                now,
                actor.user(),
                List.of(new Change.PutRoom(state.row().titled(title), state.epoch())),
                List.of(new EventBody.RoomChanged(title))));
    }

    @Override
    void stored(LiveRoom live, Outcome.Stored stored, @Nullable Message posted) {
        answer(MemberChange.DONE);
    }
}
