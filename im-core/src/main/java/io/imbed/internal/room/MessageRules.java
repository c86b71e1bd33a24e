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
    /** A slip of the finger is seen within two minutes; later, others have read it and may have answered. */
    static final Duration RECALL_WINDOW = Duration.ofMinutes(2);

    /** What is wrong with changing the message at all, or null. */
    @Nullable RefusedException change(
            String room, @Nullable RoomState state, @Nullable MemberRow member, long seq, @Nullable Message message) {
        if (state == null) return Rules.noRoom(room);
        if (user != null && member == null) return Rules.noMember(room, state);
        if (message != null) return null;
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

    @Nullable RefusedException recall(Message message, @Nullable MemberRow member, Instant now) {
        if (user == null || (member != null && member.role().compareTo(Role.ADMIN) >= 0)) return null;
        long seq = message.seq();
        if (!message.sender().equals(user)) {
            return forbidden(
                    "message " + seq + " is " + message.sender() + "'s; its sender or a moderator may recall it");
        }
        long age = Duration.between(message.at(), now).toSeconds();
        if (age <= RECALL_WINDOW.toSeconds()) return null;
        return forbidden("message " + seq + " is " + age + " s old; its sender may recall it for "
                + RECALL_WINDOW.toSeconds() + " s");
    }

    private static RefusedException forbidden(String why) {
        return new RefusedException(ErrorCode.FORBIDDEN, why);
    }
}
