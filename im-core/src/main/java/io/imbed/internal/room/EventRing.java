package io.imbed.internal.room;

import io.imbed.internal.Budget;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A room's newest events as encoded lines, without a gap, so that whoever is a little behind costs no read of the log.
 * Threads: the room's lane.
 */
final class EventRing {
    private static final int MAX_EVENTS = 256;
    private static final int MAX_BYTES = 256 * 1024;

    private final Budget budget;
    private final ArrayDeque<Line> lines = new ArrayDeque<>(0);
    private int bytes;

    /** @param seq of the message whose content the line holds, or 0 */
    private record Line(long rev, long seq, byte[] bytes) {}

    EventRing(Budget budget) {
        this.budget = budget;
    }

    void add(long rev, long seq, byte[] line) {
        if (!lines.isEmpty() && lines.getLast().rev() + 1 != rev) clear();
        lines.add(new Line(rev, seq, line));
        bytes += line.length;
        budget.take(line.length);
        while (lines.size() > MAX_EVENTS || (bytes > MAX_BYTES && lines.size() > 1)) dropOldest();
    }

    /** Lines from {@code rev} on, at least one and at most about {@code maxBytes}; empty if it does not reach back so far. */
    List<byte[]> from(long rev, int maxBytes) {
        if (lines.isEmpty() || lines.getFirst().rev() > rev) return List.of();
        List<byte[]> page = new ArrayList<>();
        int size = 0;
        for (Line line : lines) {
            if (line.rev() < rev) continue;
            if (!page.isEmpty() && size + line.bytes().length > maxBytes) break;
            page.add(line.bytes());
            size += line.bytes().length + 1;
        }
        return page;
    }

    /** Drops every line up to the last that holds this message's content: it has changed. */
    void forget(long seq) {
        long last = 0;
        for (Iterator<Line> each = lines.descendingIterator(); each.hasNext() && last == 0; ) {
            Line line = each.next();
            if (line.seq() == seq) last = line.rev();
        }
        while (!lines.isEmpty() && lines.getFirst().rev() <= last) dropOldest();
    }

    void clear() {
        while (!lines.isEmpty()) dropOldest();
    }

    private void dropOldest() {
        Line oldest = lines.removeFirst();
        bytes -= oldest.bytes().length;
        budget.give(oldest.bytes().length);
    }
}
