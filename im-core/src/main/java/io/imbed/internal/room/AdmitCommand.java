package io.imbed.internal.room;

import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.UserView;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a user a member: by itself, where the kind allows, or invited by the host. Answers whether it was none before. */
public final class AdmitCommand extends Command<Boolean> {
    private final String room;
    private final UserView user;
    private final Role role;
    private final String by;

    /** @param by {@code user} itself for a join; anybody else invites */
    public AdmitCommand(String room, UserView user, Role role, String by) {
        this.room = room;
        this.user = user;
        this.role = role;
        this.by = by;
    }

    @Override
    Set<String> users() {
        return Set.of(user.id());
    }

    @Override
    Decision<Boolean> decide(RoomModel model, Instant now) {
        RoomState state = model.state();
        if (state == null) return Decision.refuse(Rules.noRoom(room));
        if (model.member(user.id()) != null) return Decision.answer(false);
        boolean self = by.equals(user.id());
        if (self && state.row().kind() != RoomKind.CHANNEL) return Decision.refuse(Rules.noRoom(room));
        if (state.row().kind() == RoomKind.DIRECT) {
            return Decision.refuse(ErrorCode.FORBIDDEN, "a direct room is for its two users");
        }
        return Decision.append(new Entry(
                room,
                model.guard(),
                now,
                by,
                List.of(new Change.Admit(MemberRow.joining(room, user.id(), user.name(), role, now))),
                List.of(new EventBody.Joined(user.id(), user.name(), role))));
    }

    @Override
    void stored(LiveRoom live, Outcome.Stored stored, @Nullable Message posted) {
        answer(true);
    }
}
