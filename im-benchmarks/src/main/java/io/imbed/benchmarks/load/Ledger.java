package io.imbed.benchmarks.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What all clients together have sent, were answered and received, and whether it fits: one value for each (room, seq), one
 * seq for each send, what was acknowledged is at the place that the acknowledgement names, and everybody who listened has
 * received it once. Threads: one.
 */
final class Ledger {
    private static final int SHOWN = 20;

    /** One room's messages by seq. */
    private static final class Book {
        long[] hashes = new long[64];
        int[] sends = new int[64];
        int[] receivers = new int[64];
        int first = Integer.MAX_VALUE; // before it the server talked to itself
        int last;

        void reach(int seq) {
            if (seq >= hashes.length) {
                int length = Math.max(seq + 1, 2 * hashes.length);
                hashes = Arrays.copyOf(hashes, length);
                sends = Arrays.copyOf(sends, length);
                receivers = Arrays.copyOf(receivers, length);
            }
            first = Math.min(first, seq);
            last = Math.max(last, seq);
        }
    }

    private final Book[] books;
    private final List<String> wrong = new ArrayList<>();
    private final Histogram acks = new Histogram(3);
    private final Histogram deliveryTimes = new Histogram(3);
    private long[] due = new long[1024]; // of each send: when it was to be sent
    private int[] rooms = new int[1024];
    private int[] seqs = new int[1024]; // by its acknowledgement; 0 until then
    private int[] seen = new int[1024]; // as it was delivered; 0 until then
    private int sends;
    private int acknowledged;
    private long deliveries;
    private long repeats;
    private long resets;

    Ledger(int rooms) {
        books = new Book[rooms];
        Arrays.setAll(books, i -> new Book());
    }

    /** A message is to be sent at this moment. Returns its number. */
    int begin(int room, long dueNanos) {
        if (sends == due.length) {
            due = Arrays.copyOf(due, 2 * sends);
            rooms = Arrays.copyOf(rooms, 2 * sends);
            seqs = Arrays.copyOf(seqs, 2 * sends);
            seen = Arrays.copyOf(seen, 2 * sends);
        }
        due[sends] = dueNanos;
        rooms[sends] = room;
        return sends++;
    }

    void acknowledge(int send, long seq) {
        if (seqs[send] != 0) wrong("send " + send + " was acknowledged as " + seqs[send] + " and as " + seq);
        else acknowledged++;
        seqs[send] = (int) seq;
        acks.recordValue(Math.max(0, System.nanoTime() - due[send]));
    }

    /** A client has received a message for the first time. */
    void deliver(int room, long longSeq, int send, long hash) {
        int seq = (int) longSeq;
        Book book = books[room];
        book.reach(seq);
        if (book.receivers[seq]++ == 0) {
            book.hashes[seq] = hash;
            book.sends[seq] = send;
            if (send < 0 || send >= sends || rooms[send] != room) {
                wrong("room " + room + " has a message that nobody sent there, seq " + seq);
                return;
            }
            if (seen[send] != 0 && seen[send] != seq)
                wrong("send " + send + " is there twice, as " + seen[send] + " and " + seq);
            seen[send] = seq;
        } else if (book.hashes[seq] != hash || book.sends[seq] != send) {
            wrong("room " + room + " shows several messages as seq " + seq);
            return;
        }
        deliveries++;
        deliveryTimes.recordValue(Math.max(0, System.nanoTime() - due[send]));
    }

    /** An event that the client had already: it is to drop it, and does. */
    void repeated() {
        repeats++;
    }

    /** A client was told that it cannot be brought up to date. */
    void reset() {
        resets++;
    }

    void wrong(String sentence) {
        if (wrong.size() < SHOWN) wrong.add(sentence);
    }

    boolean isAllAcknowledged() {
        return acknowledged == sends;
    }

    /** Whether everybody of those who listen has everything. */
    boolean isAllDelivered(int listeners) {
        for (Book book : books) {
            for (int seq = book.first; seq <= book.last; seq++) if (book.receivers[seq] < listeners) return false;
        }
        for (int send = 0; send < sends; send++) if (seqs[send] != 0 && seen[send] == 0) return false;
        return true;
    }

    /**
     * Everything that does not fit.
     *
     * @param listeners how many of a room have to have received each message
     */
    List<String> check(int listeners) {
        if (acknowledged < sends) wrong(sends - acknowledged + " sends were never acknowledged");
        if (resets > 0) wrong(resets + " resets");
        for (int send = 0; send < sends; send++) {
            if (seqs[send] != 0 && seen[send] != seqs[send])
                wrong("send " + send + " was acknowledged as " + seqs[send] + " and delivered as " + seen[send]);
        }
        for (int room = 0; room < books.length; room++) {
            Book book = books[room];
            for (int seq = book.first; seq <= book.last; seq++) {
                if (book.receivers[seq] != listeners)
                    wrong("room " + room + ", seq " + seq + ": " + book.receivers[seq] + " have it, of " + listeners);
            }
        }
        return List.copyOf(wrong);
    }

    int sends() {
        return sends;
    }

    int acknowledged() {
        return acknowledged;
    }

    long deliveries() {
        return deliveries;
    }

    long repeats() {
        return repeats;
    }

    /** Times so far, from when a message was to be sent to its acknowledgement; begins anew. */
    Histogram takeAcks() {
        Histogram taken = acks.copy();
        acks.reset();
        return taken;
    }

    /** The same until each receiver has it. */
    Histogram takeDeliveryTimes() {
        Histogram taken = deliveryTimes.copy();
        deliveryTimes.reset();
        return taken;
    }
}
