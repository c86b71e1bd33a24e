package io.imbed.internal.room;

import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.RoomState;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what by room kind and membership: PROTOCOL.md, "Who may do what". A room that one may not know of is
 * answered exactly as one that does not exist.
 */
final class Rules {
    private Rules() {}

    static RefusedException noRoom(String room) {
        return new RefusedException(ErrorCode.NOT_FOUND, "no room " + room + " that you may see");
    }

    /** To somebody who is no member: a channel may be known of, other rooms may not. */
    static RefusedException noMember(String room, @Nullable RoomState state) {
        if (state == null || state.row().kind() != RoomKind.CHANNEL) return noRoom(room);
        return new RefusedException(ErrorCode.FORBIDDEN, "you are not a member of channel " + room + "; join it first");
    }
}
