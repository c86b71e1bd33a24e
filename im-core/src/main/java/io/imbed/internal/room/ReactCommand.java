package io.imbed.internal.room;

import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.RefusedException;
import io.imbed.spi.Change;
import io.imbed.spi.MemberRow;
import io.imbed.spi.RoomState;
import java.time.Instant;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Adds a user's reaction to a message, or takes it back. */
public final class ReactCommand extends MessageCommand {
    /** More would not be looked at, and each costs every reader of the message. */
    static final int MAX_KEYS = 20;

    static final int MAX_KEYS_OF_ONE = 10;

    private final String reactor;
    private final String key;
    private final boolean on;

    public ReactCommand(
            String room,
            String by,
            boolean needsMember,
            long seq,
            String key,
            boolean on,
            BiConsumer<Message, RoomState> onStored) {
        super(room, by, needsMember, seq, onStored);
        this.reactor = by;
        this.key = key;
        this.on = on;
    }

    @Override
    String reactor() {
        return reactor;
    }

    @Override
    @Nullable RefusedException refusal(RoomState room, Message message, @Nullable MemberRow member, Instant now) {
        RefusedException no = Rules.silence(room.row().id(), member, now);
        if (no != null || !message.recalled()) return no;
        return Rules.forbidden("message " + message.seq() + " was recalled");
    }

    @Override
    @Nullable Made make(RoomModel room, Message message, Instant now) {
        Set<String> own = room.messages().reactions(message.seq(), reactor);
        if (own.contains(key) == on) return null;
        if (on) atMost(message, own);
        return new Made(
                new Change.React(message.seq(), message.rev(), reactor, key, on),
                new EventBody.Reacted(message.seq(), key, on));
    }

    private void atMost(Message message, Set<String> own) {
        if (own.size() >= MAX_KEYS_OF_ONE) {
            throw tooMany(message, "your reactions", own.size(), MAX_KEYS_OF_ONE);
        }
        boolean isNew =
                message.reactions().stream().noneMatch(each -> each.key().equals(key));
        if (isNew && message.reactions().size() >= MAX_KEYS) {
            throw tooMany(message, "different reactions", message.reactions().size(), MAX_KEYS);
        }
    }

    private static RefusedException tooMany(Message message, String what, int has, int limit) {
        return new RefusedException(
                ErrorCode.TOO_LARGE, "message " + message.seq() + " has " + has + " of " + what + ", limit " + limit);
    }
}
