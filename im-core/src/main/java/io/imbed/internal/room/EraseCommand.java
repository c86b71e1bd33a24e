package io.imbed.internal.room;

import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.RefusedException;
import io.imbed.spi.Change;
import io.imbed.spi.MemberRow;
import io.imbed.spi.RoomState;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Leaves of a message its place and its sender's id. For all others it is recalled, for the second time if need be. */
final class EraseCommand extends MessageCommand {
    EraseCommand(String room, String by, long seq, BiConsumer<Message, RoomState> onStored) {
        super(room, by, false, seq, onStored);
    }

    @Override
    @Nullable RefusedException refusal(RoomState room, Message message, @Nullable MemberRow member, Instant now) {
        return null;
    }

    @Override
    @Nullable Made make(RoomModel room, Message message, Instant now) {
        if (message.isErased()) return null;
        return new Made(new Change.Erase(message.seq(), message.rev()), new EventBody.Recalled(message.seq()));
    }
}
