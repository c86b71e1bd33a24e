package io.imbed;

import java.time.Duration;

/**
 * What goes with time. Messages go as each room's settings say ({@link io.imbed.protocol.RoomSettings#keep} and
 * {@link io.imbed.protocol.RoomSettings#keepMs}); this is about events, which only clients and followers with a cursor that
 * far back need: they are given a reset, or {@link io.imbed.protocol.ErrorCode#GAP}, and no message is lost.
 *
 * <p>A started server looks after all its rooms, a hundred a second and each again after a {@code round} at the earliest, and
 * lets go of at most 500 rows of one room at once. So what is due goes within a minute or so in a few thousand rooms, and
 * within three hours in a million. Of several nodes each may do it.
 *
 * @param eventAge events that are older go, but for the newest of each room
 * @param newestEvents of each room, however old they are
 * @param round the least time between two looks at a room
 */
public record Retention(Duration eventAge, long newestEvents, Duration round) {
    private static final Duration MAX = Duration.ofDays(36_500);

    public Retention {
        requireWithin("eventAge", eventAge);
        requireWithin("round", round);
        if (newestEvents < 0)
            throw new IllegalArgumentException("newestEvents is " + newestEvents + ", must be at least 0");
    }

    /**
     * Events of 90 days: longer than anything that follows a room is away and means to come back. 10 000 of each room in any
     * case: ten times what a client may be behind ({@link Limits.Pages#catchUpEvents}). A round a minute, so that what a
     * room is to forget after an hour is forgotten after that hour.
     */
    public static Retention defaults() {
        return new Retention(Duration.ofDays(90), 10_000, Duration.ofMinutes(1));
    }

    public Retention withEvents(Duration newAge, long newNewest) {
        return new Retention(newAge, newNewest, round);
    }

    /** No event goes for its age; the log of a room grows as long as its messages are kept. */
    public Retention withAllEvents() {
        return new Retention(eventAge, Long.MAX_VALUE, round);
    }

    public Retention withRound(Duration newRound) {
        return new Retention(eventAge, newestEvents, newRound);
    }

    private static void requireWithin(String name, Duration value) {
        if (value.isNegative() || value.isZero() || value.compareTo(MAX) > 0) {
            throw new IllegalArgumentException(name + " is " + value + ", must be above 0 and at most " + MAX);
        }
    }
}
