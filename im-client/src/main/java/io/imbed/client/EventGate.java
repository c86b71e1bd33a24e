package io.imbed.client;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lets the events of one room through in rev order, each once, whatever order they arrive in.
 *
 * <p>The cursor is the last event let through, so it is always the end of a contiguous run. It moves before anybody sees
 * the event: a listener that throws does not get it again. An event beyond the next one waits here until those before
 * it have been fetched; what does not fit is dropped, and fetched later too.
 *
 * <p>Threads: the client's executor.
 */
final class EventGate {
    /** A page and a half of sync; each may be as large as a message, so not many. */
    static final int MAX_WAITING = 150;

    /** What to do with an event that arrived. */
    enum Verdict {
        /** It is the next one, and the cursor has moved: deliver it, then ask {@link #next}. */
        DELIVER,
        /** One before it is missing. */
        WAIT,
        /** It was delivered before. */
        DROP,
        /** It counts in another life of the log: ask the server which one holds. */
        FOREIGN
    }

    private final TreeMap<Long, Event> waiting = new TreeMap<>();
    private Cursor cursor;
    private long head; // the highest rev that is known to exist in the cursor's epoch

    EventGate(Cursor start) {
        cursor = start;
        head = start.rev();
    }

    Cursor cursor() {
        return cursor;
    }

    Verdict offer(Event event) {
        if (!event.epoch().equals(cursor.epoch())) return Verdict.FOREIGN;
        long rev = event.rev();
        if (rev <= cursor.rev()) return Verdict.DROP;
        expect(rev);
        if (rev == cursor.rev() + 1) {
            waiting.remove(rev);
            cursor = event.cursor();
            return Verdict.DELIVER;
        }
        waiting.put(rev, event);
        // The lowest are merged first, so the highest goes.
        if (waiting.size() > MAX_WAITING) waiting.pollLastEntry();
        return Verdict.WAIT;
    }

    /** The next event, if it has been waiting; the cursor has moved to it. */
    @Nullable Event next() {
        Event event = waiting.remove(cursor.rev() + 1);
        if (event != null) cursor = event.cursor();
        return event;
    }

    /** The server has shown that the room has reached this rev. */
    void expect(long rev) {
        head = Math.max(head, rev);
    }

    /** Whether events are known to exist that have not been let through. */
    boolean behind() {
        return head > cursor.rev();
    }

    /** Goes on from another place. When that lies further on in the same epoch, what waits beyond it stays. */
    void reset(Cursor to) {
        if (to.epoch().equals(cursor.epoch()) && to.rev() > cursor.rev()) {
            waiting.headMap(to.rev(), true).clear();
            head = Math.max(head, to.rev());
        } else {
            waiting.clear();
            head = to.rev();
        }
        cursor = to;
    }
}
