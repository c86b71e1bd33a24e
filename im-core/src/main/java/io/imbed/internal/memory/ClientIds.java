package io.imbed.internal.memory;

import org.jspecify.annotations.Nullable;

/**
 * Finds one room's messages by sender and client message id. A table with open addressing, linear probing and no
 * objects of its own: rooms keep many messages, and what is kept for each of them is what the collector copies.
 *
 * <p>A slot holds the hash of the two ids and the low half of the message's seq, which no two messages that are kept
 * have in common; 0 if it is free.
 *
 * <p>Threads: guarded by the room that owns it.
 */
final class ClientIds {
    private static final int SMALLEST = 8; // a power of two, so that a mask finds the slot
    private static final long SEQ = 0xFFFF_FFFFL;

    private final NumberedDeque<KeptMessage> bySeq;
    private long[] slots = new long[SMALLEST];
    private int size;

    /** @param bySeq the messages; one that is added here, or taken out, must be there meanwhile */
    ClientIds(NumberedDeque<KeptMessage> bySeq) {
        this.bySeq = bySeq;
    }

    @Nullable KeptMessage find(String sender, String cid) {
        int hash = hash(sender, cid);
        for (int at = home(hash); slots[at] != 0; at = next(at)) {
            if (hash(slots[at]) != hash) continue;
            KeptMessage kept = bySeq.at(seq(slots[at]));
            if (kept.isFrom(sender, cid)) return kept;
        }
        return null;
    }

    void add(KeptMessage message) {
        if (size == slots.length / 2) resize(slots.length * 2);
        put(slot(message));
        size++;
    }

    void remove(KeptMessage message) {
        long gone = slot(message);
        int at = home(hash(gone));
        while (slots[at] != gone) {
            if (slots[at] == 0) throw new IllegalStateException("message " + message.seq() + " is not here");
            at = next(at);
        }
        close(at);
        size--;
        // At an eighth, so that a size that swings about a power of two does not copy.
        if (slots.length > SMALLEST && size == slots.length / 8) resize(slots.length / 2);
    }

    /** Moves up what stands behind a slot that becomes free, as far as it may: probing ends at the first free one. */
    private void close(int free) {
        for (int at = next(free); slots[at] != 0; at = next(at)) {
            int fromHome = (at - home(hash(slots[at]))) & (slots.length - 1);
            int fromFree = (at - free) & (slots.length - 1);
            if (fromHome < fromFree) continue;
            slots[free] = slots[at];
            free = at;
        }
        slots[free] = 0;
    }

    private void put(long slot) {
        int at = home(hash(slot));
        while (slots[at] != 0) at = next(at);
        slots[at] = slot;
    }

    private void resize(int length) {
        long[] old = slots;
        slots = new long[length];
        for (long slot : old) if (slot != 0) put(slot);
    }

    private int home(int hash) {
        return hash & (slots.length - 1);
    }

    private int next(int at) {
        return (at + 1) & (slots.length - 1);
    }

    private long seq(long slot) {
        return bySeq.first() + ((slot - bySeq.first()) & SEQ);
    }

    private static long slot(KeptMessage message) {
        return (long) message.clientHash() << 32 | (message.seq() & SEQ);
    }

    private static int hash(long slot) {
        return (int) (slot >>> 32);
    }

    /**
     * Never 0, so that no slot in use looks free; spread, as ids are often counted up. The sender's is spread before: the
     * hashes of "u-1" and "u-2" are 1 apart, those of "c-30" and "c-20" 31, and a sum of both is soon the same.
     */
    static int hash(String sender, String cid) {
        int hash = (sender.hashCode() * 0x85EBCA6B ^ cid.hashCode()) * 0x9E3779B9;
        hash ^= hash >>> 16;
        return hash == 0 ? 1 : hash;
    }
}
