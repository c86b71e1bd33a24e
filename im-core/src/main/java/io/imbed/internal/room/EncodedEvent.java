package io.imbed.internal.room;

import io.imbed.internal.Encoder;
import io.imbed.protocol.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An event as a line, with what must be known to hide it: its place in the log, and not what it says, as many are kept.
 *
 * @param seq of the message it is about, or 0
 */
record EncodedEvent(String room, String epoch, long rev, Instant at, long seq, byte[] line) {
    static EncodedEvent of(Event event, Encoder encoder) {
        return new EncodedEvent(
                event.room(),
                event.epoch(),
                event.rev(),
                event.at(),
                event.body().seq(),
                encoder.line(event));
    }

    /** The line for those who may not see that message. */
    byte[] hidden(Encoder encoder) {
        return encoder.line(Horizon.hidden(room, epoch, rev, at));
    }

    /** How many of these events may not be seen: it says which, as those about the oldest messages are the first to go. */
    static int hiddenBy(Horizon horizon, List<EncodedEvent> events) {
        if (horizon.seq() == 0) return 0;
        int count = 0;
        for (EncodedEvent each : events) {
            if (horizon.hides(each.seq())) count++;
        }
        return count;
    }

    /** The lines as they may be seen. */
    static List<byte[]> lines(Horizon horizon, List<EncodedEvent> events, Encoder encoder) {
        List<byte[]> lines = new ArrayList<>(events.size());
        for (EncodedEvent each : events) {
            lines.add(horizon.hides(each.seq()) ? each.hidden(encoder) : each.line());
        }
        return lines;
    }
}
