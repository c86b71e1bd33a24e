package io.imbed.spi;

import io.imbed.protocol.Event;
import java.util.List;

/**
 * What {@link RoomLog#events} read.
 *
 * @param gap the cursor was not good; there are no events
 * @param events in rev order, the first being the cursor's rev + 1
 * @param head the room's last rev when this was read; 0 with a gap
 */
public record EventSlice(boolean gap, List<Event> events, long head) {
    public static final EventSlice GAP = new EventSlice(true, List.of(), 0);

    public EventSlice {
        events = List.copyOf(events);
    }
}
