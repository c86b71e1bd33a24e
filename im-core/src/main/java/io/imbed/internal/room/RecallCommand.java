package io.imbed.internal.room;

import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.RefusedException;
import io.imbed.spi.Change;
import io.imbed.spi.MemberRow;
import io.imbed.spi.RoomState;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Takes a message back. */
public final class RecallCommand extends MessageCommand {
    public RecallCommand(
            String room, String by, boolean needsMember, long seq, BiConsumer<Message, RoomState> onStored) {
        super(room, by, needsMember, seq, onStored);
    }

    @Override
    @Nullable RefusedException refusal(RoomState room, Message message, @Nullable MemberRow member, Instant now) {
        // Repeating it is harmless, also when the time for it is over by then.
        return message.recalled() ? null : rules().recall(room, message, member, now);
    }

    @Override
    @Nullable Made make(Message message, Instant now) {
        if (message.recalled()) return null;
        return new Made(
                new Change.Rewrite(message.seq(), message.rev(), null, List.of(), now),
                new EventBody.Recalled(message.seq()));
    }
}
