package io.imbed.internal.room;

import io.imbed.internal.room.RoomService.Actor;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.RefusedException;
import io.imbed.spi.AccessPolicy.Operation;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomRow;
import io.imbed.spi.RoomState;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives a room another title or other settings. */
public final class UpdateCommand extends Command<MemberChange> {
    private final String room;
    private final Actor actor;
    private final RoomEdit edit;
    private EventBody.@Nullable RoomChanged made;

    UpdateCommand(String room, Actor actor, RoomEdit edit) {
        this.room = room;
        this.actor = actor;
        this.edit = edit;
    }

    @Override
    Set<String> users() {
        return actor.alone();
    }

    @Override
    Decision<MemberChange> decide(RoomModel model, Instant now) {
        RefusedException no = refusal(model);
        if (no != null) return Decision.refuse(no);
        RoomState state = model.existing();
        RoomRow row = edit.of(state.row());
        no = Rules.settings(row.kind(), row.settings());
        if (no != null) return Decision.refuse(no);
        if (row.equals(state.row())) return Decision.answer(MemberChange.NONE);
        EventBody.RoomChanged event = event(row, state.row());
        made = event;
        return Decision.append(new Entry(
                room,
                model.guard(),
                now,
                actor.user(),
                List.of(new Change.PutRoom(row, state.epoch())),
                List.of(event)));
    }

    /** Settings of a direct room are the host's alone; its two users have no say over each other. */
    private @Nullable RefusedException refusal(RoomModel model) {
        boolean hostSettings = !actor.isClient() && !edit.retitles();
        if (hostSettings) return model.state() == null ? Rules.noRoom(room) : null;
        return Rules.refusal(actor, Operation.UPDATE, room, model);
    }

    private static EventBody.RoomChanged event(RoomRow after, RoomRow before) {
        return new EventBody.RoomChanged(after.title(), after.settings().from(before.settings()));
    }

    /** What it came to, once it is stored. */
    EventBody.RoomChanged made() {
        if (made == null) throw new IllegalStateException("not decided");
        return made;
    }

    @Override
    void stored(LiveRoom live, Outcome.Stored stored, @Nullable Message posted) {
        answer(MemberChange.DONE);
    }
}
