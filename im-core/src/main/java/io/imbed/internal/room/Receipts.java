package io.imbed.internal.room;

import io.imbed.protocol.ServerFrame.MarkSignal;
import io.imbed.spi.MemberRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Marks that have moved, told once for each user and turn, behind the events of that turn: a client that reads a hundred
 * messages marks them one by one, and only the last is news.
 *
 * <p>Threads: the room's lane.
 */
final class Receipts {
    private final LiveRoom room;
    private final Map<String, Moved> moved = new LinkedHashMap<>(0);

    /** @param before as it was told last */
    private record Moved(MemberRow before, MemberRow after, MarkCommand.Told told) {}

    Receipts(LiveRoom room) {
        this.room = room;
    }

    void moved(MemberRow before, MemberRow after, MarkCommand.Told told) {
        moved.merge(
                after.user(),
                new Moved(before, after, told),
                (first, last) -> new Moved(first.before(), last.after(), last.told()));
    }

    /** Tells what has moved since the last time. */
    void flush() {
        if (moved.isEmpty()) return;
        List<Moved> all = List.copyOf(moved.values());
        moved.clear();
        for (Moved each : all) {
            long read = each.after().read();
            long delivered = MarkCommand.delivered(each.after());
            long before = MarkCommand.delivered(each.before());
            boolean isPrivate = each.after().preferences().privateReading();
            if (read > each.before().read()) {
                tell(each, MarkSignal.Kind.READ, read, !isPrivate);
                each.told().moved(MarkSignal.Kind.READ, read);
            }
            if (delivered > Math.max(before, read)) {
                tell(each, MarkSignal.Kind.DELIVERED, delivered, true);
                each.told().moved(MarkSignal.Kind.DELIVERED, delivered);
            } else if (isPrivate && delivered > before) {
                // What is read in private others may know to have arrived; its own sessions were told of the reading.
                room.signalOthers(signal(each, MarkSignal.Kind.DELIVERED, delivered));
            }
        }
    }

    private MarkSignal signal(Moved one, MarkSignal.Kind kind, long seq) {
        return new MarkSignal(room.id(), kind, one.after().user(), seq);
    }

    private void tell(Moved one, MarkSignal.Kind kind, long seq, boolean all) {
        MarkSignal signal = signal(one, kind, seq);
        room.followers().tellLatest(signal.user(), signal, room.id() + " " + kind);
        if (all) room.signalOthers(signal);
    }
}
