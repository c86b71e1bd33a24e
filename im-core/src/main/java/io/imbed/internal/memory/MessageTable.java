package io.imbed.internal.memory;

import io.imbed.protocol.Message;
import io.imbed.spi.Change;
import io.imbed.spi.RoomStore.Seat;
import io.imbed.spi.Upkeep;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One room's messages by seq, with what finds them: by client id, and those that mention anyone.
 *
 * <p>Threads: guarded by the room that owns it.
 */
final class MessageTable {
    private static final Reactions NONE = new Reactions();

    private final NumberedDeque<KeptMessage> bySeq = new NumberedDeque<>();
    private final ClientIds byClientId = new ClientIds(bySeq);
    /** Unread mentions are counted over these alone: most messages mention nobody. */
    private final TreeSet<Long> mentioning = new TreeSet<>();

    private final TreeSet<Long> pinned = new TreeSet<>();
    private final Map<Long, Reactions> reactions = new HashMap<>();
    private long heapBytes;

    long first() {
        return bySeq.first();
    }

    long last() {
        return bySeq.last();
    }

    int size() {
        return bySeq.size();
    }

    long heapBytes() {
        return heapBytes;
    }

    /** What the messages below {@code seq} weigh. At once for all of them, else as long as there are many. */
    long heapBytesBelow(long seq) {
        if (seq > last()) return heapBytes;
        long sum = 0;
        for (long s = first(); s < seq; s++) sum += at(s).heapBytes();
        return sum;
    }

    @Nullable KeptMessage get(long seq) {
        return bySeq.get(seq);
    }

    KeptMessage at(long seq) {
        return bySeq.at(seq);
    }

    @Nullable KeptMessage find(String sender, String cid) {
        return byClientId.find(sender, cid);
    }

    void add(KeptMessage kept) {
        bySeq.add(kept);
        byClientId.add(kept);
        count(kept, 1);
    }

    void replace(KeptMessage kept) {
        long seq = kept.seq();
        count(bySeq.at(seq), -1);
        bySeq.set(seq, kept);
        count(kept, 1);
        if (kept.recalled()) reactions.remove(seq);
    }

    KeptMessage removeFirst() {
        KeptMessage kept = bySeq.removeFirst();
        byClientId.remove(kept);
        count(kept, -1);
        if (!reactions.isEmpty()) reactions.remove(kept.seq());
        return kept;
    }

    /** Of one message; empty if there are none. Not to be changed. */
    Reactions reactions(long seq) {
        return reactions.getOrDefault(seq, NONE);
    }

    void react(Change.React react) {
        Reactions of = reactions.computeIfAbsent(react.seq(), seq -> new Reactions());
        of.put(react.user(), react.key(), react.on());
        if (of.isEmpty()) reactions.remove(react.seq());
    }

    List<Message> pinned() {
        return pinned.stream().map(seq -> bySeq.at(seq).message()).toList();
    }

    /** How many messages above {@code seq} mention the user, up to {@link Seat#MOST_MENTIONS}. */
    long mentions(String user, long seq) {
        if (mentioning.isEmpty()) return 0;
        long count = 0;
        for (long candidate : mentioning.tailSet(seq, false)) {
            if (count == Seat.MOST_MENTIONS) break;
            if (bySeq.at(candidate).message().isMentioning(user)) count++;
        }
        return count;
    }

    /** The oldest message of {@code time} or later; not further than {@code limit} from the oldest of all. */
    long firstSince(Instant time, int limit) {
        long seq = first();
        while (seq <= last() && seq < first() + limit && at(seq).at().isBefore(time)) seq++;
        return seq;
    }

    /** The last event that needs the content of any message below {@code seq}; 0 if there is none. */
    long lastEventBelow(long seq) {
        long last = 0;
        for (long each = first(); each < seq; each++) last = Math.max(last, at(each).lastEvent());
        return last;
    }

    /** From end to end, as whoever asks erases a user, which happens seldom. */
    Stream<Upkeep.Sent> sentBy(String sender) {
        return LongStream.rangeClosed(first(), last())
                .mapToObj(this::at)
                .filter(kept -> kept.sender().equals(sender) && !kept.message().isErased())
                .map(kept -> new Upkeep.Sent(kept.seq(), kept.cid()));
    }

    /** Messages to which a user has reacted, in no order. */
    Stream<Long> reactedBy(String user) {
        return reactions.entrySet().stream()
                .filter(each -> !each.getValue().of(user).isEmpty())
                .map(Map.Entry::getKey);
    }

    boolean hasTracesOf(String user) {
        return sentBy(user).findAny().isPresent() || reactedBy(user).findAny().isPresent();
    }

    private void count(KeptMessage kept, int sign) {
        heapBytes += sign * kept.heapBytes();
        index(pinned, kept.pinned(), kept.seq(), sign);
        index(mentioning, !kept.mentions().isEmpty(), kept.seq(), sign);
    }

    /** Looks for nothing where there is nothing: most are in none of these. */
    private static void index(TreeSet<Long> seqs, boolean belongs, long seq, int sign) {
        if (!belongs) return;
        if (sign > 0) seqs.add(seq);
        else seqs.remove(seq);
    }
}
