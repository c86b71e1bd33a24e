package io.imbed.internal.room;

import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.RefusedException;
import io.imbed.spi.AccessPolicy.Operation;
import io.imbed.spi.Change;
import io.imbed.spi.MemberRow;
import io.imbed.spi.RoomState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Pins a message, or unpins it. */
public final class PinCommand extends MessageCommand {
    /** One page shows them all. */
    static final int MAX_PINS = 100;

    private final boolean needsMember;
    private final boolean on;

    public PinCommand(String room, String by, boolean needsMember, long seq, boolean on) {
        super(room, by, needsMember, seq, (message, state) -> {});
        this.needsMember = needsMember;
        this.on = on;
    }

    @Override
    boolean needsPins() {
        return true;
    }

    @Override
    @Nullable RefusedException refusal(RoomState room, Message message, @Nullable MemberRow member, Instant now) {
        RefusedException no =
                Rules.refusal(needsMember, Operation.PIN, room.row().id(), room, member);
        if (no != null || !message.recalled() || !on) return no;
        return Rules.forbidden("message " + message.seq() + " was recalled");
    }

    @Override
    @Nullable Made make(RoomModel room, Message message, Instant now) {
        if (message.pinned() == on) return null;
        int pins = room.messages().pins().size();
        if (on && pins >= MAX_PINS) {
            throw new RefusedException(
                    ErrorCode.TOO_LARGE,
                    "room " + message.room() + " has " + pins + " pinned messages, limit " + MAX_PINS);
        }
        return new Made(new Change.Pin(message.seq(), message.rev(), on), new EventBody.Pinned(message.seq(), on));
    }
}
