package io.imbed.internal.room;

import io.imbed.internal.Encoder;
import io.imbed.spi.Batch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page that was given last on a lane. After a restart all of a room come back from the same place, and to gather a
 * hundred lines costs more than to write them; so a page that is asked for again is put together once. There is one for
 * each lane, not for each room, since it is charged to the budget as long as it is kept.
 *
 * <p>Threads: the lane.
 */
final class LastPage {
    private final Encoder encoder;
    private List<EncodedEvent> events = List.of();
    private @Nullable Batch joined; // from the second time on

    LastPage(Encoder encoder) {
        this.encoder = encoder;
    }

    /**
     * All of these lines, with one reference, the caller's.
     *
     * @param page the very list that is given again, and {@link #forget forgotten} before it changes
     */
    Batch of(List<EncodedEvent> page) {
        if (page != events) {
            forget(events);
            events = page;
            return once(page);
        }
        Batch whole = joined;
        if (whole == null) {
            whole = encoder.joined(EncodedEvent.lines(Horizon.NONE, page, encoder));
            joined = whole;
        }
        whole.retain(1);
        return whole;
    }

    /** As {@link #of}, of a list that nobody asks for again. */
    Batch once(List<EncodedEvent> page) {
        return encoder.batch(EncodedEvent.lines(Horizon.NONE, page, encoder));
    }

    /** Lets go of this page, if it is the last. */
    void forget(List<EncodedEvent> page) {
        if (page != events) return;
        events = List.of();
        if (joined != null) joined.release(1);
        joined = null;
    }
}
