package io.imbed.spi;

import io.imbed.protocol.Message;
import java.time.Instant;

/** What became of one {@link Entry}. */
public sealed interface Outcome {
    /**
     * It is in the log.
     *
     * @param firstRev the rev of its first event; one above {@code lastRev} if it has none
     * @param lastRev the room's last rev after it
     * @param seq the room's last seq after it: that of its message, if it posted one
     * @param at the time that its events and message got
     */
    record Stored(long firstRev, long lastRev, long seq, Instant at) implements Outcome {}

    /**
     * Its message was stored before.
     *
     * @param message as it is now
     * @param rev of the event that posted it; the message's own is that of its last change
     */
    record Duplicate(Message message, long rev) implements Outcome {}

    /** Its client message id was used by the same sender for something else. */
    record Conflict() implements Outcome {}

    /** Its guard does not hold. Nothing was stored; decide again on fresh state. */
    record Stale() implements Outcome {}

    /** It cannot be stored, and never will. {@code why} is for the log. */
    record Failed(String why) implements Outcome {}

    /** The storage is full, or away, and surely did not store it. Trying later may help. */
    record Refused(String why) implements Outcome {}

    /** It may be in the log or not. Read before going on. */
    record Unknown() implements Outcome {}
}
