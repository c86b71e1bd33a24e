package io.imbed.spi;

import io.imbed.protocol.Message;
import java.util.List;

/**
 * What {@link RoomLog#history} read.
 *
 * @param messages ascending by seq
 * @param more whether messages are kept beyond these: before them for LATEST, BEFORE and AROUND, after them for AFTER
 * @param rev the room's last rev when this was read
 */
public record MessageSlice(List<Message> messages, boolean more, long rev) {
    public MessageSlice {
        messages = List.copyOf(messages);
    }
}
