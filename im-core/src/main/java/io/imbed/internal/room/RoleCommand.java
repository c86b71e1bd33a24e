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
    @Nullable Entry decide(RoomModel model, Instant now) {
        MemberRow member = model.state() == null ? null : model.member(user);
        if (model.state() == null) {
            fail(Rules.noRoom(room));
        } else if (member == null) {
            refuse(ErrorCode.NOT_FOUND, "user " + user + " is not a member of room " + room);
        } else if (member.role() == role) {
            answer(false);
        } else {
            return new Entry(
                    room,
                    model.guard(),
                    now,
                    by,
                    List.of(new Change.Promote(member.promoted(role))),
                    List.of(new EventBody.RoleChanged(user, role)));
        }
        return null;
    }

    @Override
    void stored(LiveRoom live, Outcome.Stored stored, @Nullable Message posted) {
        answer(true);
    }
}
