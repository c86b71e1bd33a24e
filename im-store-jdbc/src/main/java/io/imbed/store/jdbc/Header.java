package io.imbed.store.jdbc;

import io.imbed.protocol.Message;
import io.imbed.spi.RoomRow;
import io.imbed.spi.RoomState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A room's own row: the room and its counters. Whoever writes holds its lock, so that numbers have no gaps.
 *
 * @param firstRev the oldest event that is kept, one above {@code rev} if none is
 * @param firstSeq the oldest message that is kept, one above {@code seq} if none is
 * @param at the time of the last event, or of the making
 */
record Header(
        RoomRow row,
        String epoch,
        long rev,
        long seq,
        long firstRev,
        long firstSeq,
        Instant at,
        long policy,
        long members) {

    /** A room that is about to be made. */
    static Header making(RoomRow row, String epoch, Instant at) {
        return new Header(row, epoch, 0, 0, 1, 1, at, 0, 0);
    }

    RoomState state(@Nullable Message last) {
        return new RoomState(row, epoch, rev, seq, at, policy, members, last);
    }

    /** How many rows there are of it, but for those that hang on messages. */
    long rows() {
        return seq - firstSeq + 1 + rev - firstRev + 1 + members;
    }

    Header keptFrom(long newFirstRev, long newFirstSeq) {
        return new Header(row, epoch, rev, seq, newFirstRev, newFirstSeq, at, policy, members);
    }

    /** The time, or that of the last event if it lies before. */
    Instant notBefore(Instant time) {
        return time.isBefore(at) ? at : time;
    }
}
