package io.imbed.internal.room;

import io.imbed.internal.Budget;
import io.imbed.spi.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A room's newest events as encoded lines, without a gap, so that whoever is a little behind costs no read of the log.
 * Threads: the room's lane.
 */
final class EventRing {
    private static final int MAX_EVENTS = 128;
    private static final int MAX_BYTES = 256 * 1024;

    private final Budget budget;
    private final LastPage last;
    private final ArrayDeque<EncodedEvent> events = new ArrayDeque<>(0);
    private int bytes;
    private long losses;
    private Page page = Page.NONE; // asked for last: after a restart all come from the same place

    /** What was found from a rev on, until anything comes or goes. */
    private record Page(long rev, int maxBytes, List<EncodedEvent> events) {
        static final Page NONE = new Page(0, 0, List.of());
    }

    EventRing(Budget budget, LastPage last) {
        this.budget = budget;
        this.last = last;
    }

    void add(EncodedEvent event) {
        if (!events.isEmpty() && events.getLast().rev() + 1 != event.rev()) clear();
        events.add(event);
        count(event);
        while (events.size() > MAX_EVENTS || (bytes > MAX_BYTES && events.size() > 1)) dropOldest();
    }

    /**
     * Takes what was read of the log up to here, as far as there is room: after a restart all come back from the same
     * place, and not all of them at once.
     *
     * @param page in rev order; an empty ring takes it only if it ends at {@code head}, the last event delivered
     * @param lossesBefore {@link #losses} when the read began: what has been taken back since must not return
     */
    void precede(List<EncodedEvent> page, long head, long lossesBefore) {
        if (losses != lossesBefore) return;
        long next = events.isEmpty() ? head + 1 : events.getFirst().rev();
        for (int i = page.size() - 1; i >= 0; i--) {
            EncodedEvent event = page.get(i);
            if (event.rev() >= next) continue;
            if (event.rev() != next - 1 || events.size() == MAX_EVENTS || bytes + event.line().length > MAX_BYTES)
                return;
            events.addFirst(event);
            count(event);
            next = event.rev();
        }
    }

    /** How often events had to go for what they say. */
    long losses() {
        return losses;
    }

    private void count(EncodedEvent event) {
        forgetPage();
        bytes += event.line().length;
        budget.take(event.line().length);
    }

    /** Events from {@code rev} on, at least one and at most about {@code maxBytes}; empty if it does not reach back so far. */
    List<EncodedEvent> from(long rev, int maxBytes) {
        if (events.isEmpty() || events.getFirst().rev() > rev) return List.of();
        if (page.rev() != rev || page.maxBytes() != maxBytes) page = new Page(rev, maxBytes, gather(rev, maxBytes));
        return page.events();
    }

    private List<EncodedEvent> gather(long rev, int maxBytes) {
        List<EncodedEvent> gathered = new ArrayList<>();
        int size = 0;
        for (EncodedEvent event : events) {
            if (event.rev() < rev) continue;
            if (!gathered.isEmpty() && size + event.line().length > maxBytes) break;
            gathered.add(event);
            size += event.line().length + 1;
        }
        return gathered;
    }

    /** A batch of these events, whole, with one reference, the caller's. */
    Batch batch(List<EncodedEvent> found) {
        return found == page.events() ? last.of(found) : last.once(found);
    }

    private void forgetPage() {
        last.forget(page.events());
        page = Page.NONE;
    }

    /** Drops every line up to the last that holds this message's content: it has changed. */
    void forget(long seq) {
        losses++;
        long last = 0;
        for (Iterator<EncodedEvent> each = events.descendingIterator(); each.hasNext() && last == 0; ) {
            EncodedEvent event = each.next();
            if (event.seq() == seq) last = event.rev();
        }
        while (!events.isEmpty() && events.getFirst().rev() <= last) dropOldest();
    }

    /** Drops what the log has dropped: up to the last line about a message before {@code firstSeq}, and what is before {@code firstRev}. */
    void trim(long firstSeq, long firstRev) {
        losses++;
        long last = firstRev - 1;
        for (EncodedEvent event : events) {
            if (event.seq() > 0 && event.seq() < firstSeq) last = Math.max(last, event.rev());
        }
        while (!events.isEmpty() && events.getFirst().rev() <= last) dropOldest();
    }

    void clear() {
        losses++;
        while (!events.isEmpty()) dropOldest();
    }

    private void dropOldest() {
        forgetPage();
        EncodedEvent oldest = events.removeFirst();
        bytes -= oldest.line().length;
        budget.give(oldest.line().length);
    }
}
