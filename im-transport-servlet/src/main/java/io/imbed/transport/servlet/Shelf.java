package io.imbed.transport.servlet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * What is written to one connection over HTTP, numbered 1, 2, 3 … in this order.
 *
 * <pre>
 * … confirmed | kept: taken by a request, not confirmed | waiting: not taken yet
 * </pre>
 *
 * <p>What is kept goes back to what waits when another request asks for it. Each batch is released as it is confirmed or
 * let go. Threads: its owner sees to it that there is one at a time.
 */
final class Shelf {
    private final ArrayDeque<Kept> kept = new ArrayDeque<>(0);
    private final ArrayDeque<SharedText> waiting = new ArrayDeque<>(0);
    private long confirmed;
    private long keptBytes;
    private long waitingBytes;

    private record Kept(SharedText text, long takenNanos) {}

    void add(SharedText text) {
        waiting.add(text);
        waitingBytes += text.size();
    }

    /** The last number that the client has said to have, or that it can not have again. */
    long confirmed() {
        return confirmed;
    }

    /** The last number that a request took. */
    long taken() {
        return confirmed + kept.size();
    }

    boolean isWaitingEmpty() {
        return waiting.isEmpty();
    }

    /** The client has everything up to {@code number}, which is between {@link #confirmed} and {@link #taken}. */
    void confirm(long number) {
        while (confirmed < number) letGo();
    }

    private void letGo() {
        SharedText gone = kept.remove().text();
        confirmed++;
        keptBytes -= gone.size();
        gone.release();
    }

    /** What was taken and not confirmed waits again, under the numbers it had. */
    void rewind() {
        while (!kept.isEmpty()) waiting.addFirst(kept.removeLast().text());
        waitingBytes += keptBytes;
        keptBytes = 0;
    }

    /** The next to be sent: all that fit into so many bytes, and one whatever its size. */
    List<SharedText> take(int maxBytes, long nowNanos) {
        List<SharedText> taken = new ArrayList<>();
        long bytes = 0;
        while (!waiting.isEmpty() && (taken.isEmpty() || bytes + waiting.peek().size() <= maxBytes)) {
            SharedText next = waiting.remove();
            bytes += next.size();
            taken.add(next);
            kept.add(new Kept(next, nowNanos));
        }
        keptBytes += bytes;
        waitingBytes -= bytes;
        return taken;
    }

    /** Lets go of the oldest that is kept, until no more than so much is left, the newest aside. */
    void trim(long maxBytes) {
        while (keptBytes > maxBytes && kept.size() > 1) letGo();
    }

    /** Lets go of what was taken before then. */
    void expire(long beforeNanos) {
        while (!kept.isEmpty() && kept.peek().takenNanos() - beforeNanos < 0) letGo();
    }

    long waitingBytes() {
        return waitingBytes;
    }

    long bytes() {
        return keptBytes + waitingBytes;
    }

    /** Lets go of everything. */
    void clear() {
        kept.forEach(each -> each.text().release());
        waiting.forEach(SharedText::release);
        kept.clear();
        waiting.clear();
        keptBytes = 0;
        waitingBytes = 0;
    }
}
