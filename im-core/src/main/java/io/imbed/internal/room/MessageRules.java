package io.imbed.internal.room;

import io.imbed.protocol.Content;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.Message;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Role;
import io.imbed.spi.MemberRow;
import io.imbed.spi.RoomState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who may change which message: PROTOCOL.md, "Who may do what". The host may change any.
 *
 * @param user who wants to; null for the host
 */
record MessageRules(@Nullable String user) {
    /** What is wrong with changing the message at all, or null. */
    @Nullable RefusedException change(
            String room, @Nullable RoomState state, @Nullable MemberRow member, long seq, @Nullable Message message) {
        if (state == null) return Rules.noRoom(room);
        if (user != null && member == null) return Rules.noMember(room, state);
        if (message != null && !Horizon.of(state, member).hides(seq)) return null;
        return new RefusedException(
                ErrorCode.NOT_FOUND,
                seq > state.seq()
                        ? "no message " + seq + " in room " + room + ", the last is " + state.seq()
                        : "message " + seq + " of room " + room + " is not kept any more");
    }

    @Nullable RefusedException edit(Message message, Content content) {
        long seq = message.seq();
        if (user != null && !message.sender().equals(user)) {
            return forbidden("message " + seq + " is " + message.sender() + "'s; its sender alone may edit it");
        }
        Content before = message.content();
        if (before == null) return forbidden("message " + seq + " was recalled");
        if (before.type().equals(content.type())) return null;
        return new RefusedException(
                ErrorCode.BAD_REQUEST,
                "content.type is " + content.type() + ", message " + seq + " has " + before.type()
                        + "; an edit keeps it");
    }

    @Nullable RefusedException recall(RoomState room, Message message, @Nullable MemberRow member, Instant now) {
        if (user == null || (member != null && member.role().compareTo(Role.ADMIN) >= 0)) return null;
        long seq = message.seq();
        if (!message.sender().equals(user)) {
            return forbidden(
                    "message " + seq + " is " + message.sender() + "'s; its sender or a moderator may recall it");
        }
        long window = room.row().settings().recallMs();
        long age = Duration.between(message.at(), now).toMillis();
        if (window > 0 && age <= window) return null;
        return forbidden("message " + seq + " is " + age + " ms old; its sender may recall it for " + window + " ms");
    }

    private static RefusedException forbidden(String why) {
        return new RefusedException(ErrorCode.FORBIDDEN, why);
    }
}
