package io.imbed.internal.room;

import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.Role;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives a member another role, for the host. Answers whether it had another before. */
public final class RoleCommand extends Command<Boolean> {
    private final String room;
    private final String user;
    private final Role role;
    private final String by;

    public RoleCommand(String room, String user, Role role, String by) {
        this.room = room;
        this.user = user;
        this.role = role;
        this.by = by;
    }

    @Override
    Set<String> users() {
        return Set.of(user);
    }

    @Override
    Decision<Boolean> decide(RoomModel model, Instant now) {
        if (model.state() == null) return Decision.refuse(Rules.noRoom(room));
        MemberRow member = model.member(user);
        if (member == null) {
            return Decision.refuse(ErrorCode.NOT_FOUND, "user " + user + " is not a member of room " + room);
        }
        if (member.role() == role) return Decision.answer(false);
        return Decision.append(new Entry(
                room,
                model.guard(),
                now,
                by,
                List.of(new Change.Promote(member.promoted(role))),
                List.of(new EventBody.RoleChanged(user, role))));
    }

    @Override
    void stored(LiveRoom live, Outcome.Stored stored, @Nullable Message posted) {
        answer(true);
    }
}
