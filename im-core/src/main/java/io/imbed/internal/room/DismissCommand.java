package io.imbed.internal.room;

import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Ends a membership: the member leaves, or the host removes it. Answers whether it was a member before. */
public final class DismissCommand extends Command<Boolean> {
    private final String room;
    private final String user;
    private final String by;

    /** @param by {@code user} itself to leave; anybody else kicks */
    public DismissCommand(String room, String user, String by) {
        this.room = room;
        this.user = user;
        this.by = by;
    }

    @Override
    Set<String> users() {
        return Set.of(user);
    }

    @Override
    Decision<Boolean> decide(RoomModel model, Instant now) {
        RoomState state = model.state();
        if (state == null) return Decision.refuse(Rules.noRoom(room));
        boolean self = by.equals(user);
        if (model.member(user) == null) {
            return self && state.row().kind() != RoomKind.CHANNEL
                    ? Decision.refuse(Rules.noRoom(room))
                    : Decision.answer(false);
        }
        if (state.row().kind() == RoomKind.DIRECT) {
            return Decision.refuse(ErrorCode.FORBIDDEN, "a direct room cannot be left");
        }
        EventBody event = self ? new EventBody.Left(user) : new EventBody.Kicked(user);
        return Decision.append(
                new Entry(room, model.guard(), now, by, List.of(new Change.Dismiss(user)), List.of(event)));
    }

    @Override
    void stored(LiveRoom live, Outcome.Stored stored, @Nullable Message posted) {
        answer(true);
    }
}
