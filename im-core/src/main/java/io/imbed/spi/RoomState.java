package io.imbed.spi;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Message;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A room as it stands.
 *
 * @param epoch the life of its log
 * @param rev its last event
 * @param seq its last message
 * @param at the time of its last event, or of its making if it has none
 * @param policy version of everything that decides who may do what
 * @param members how many
 * @param last its newest message, if one is kept
 */
public record RoomState(
        RoomRow row,
        String epoch,
        long rev,
        long seq,
        Instant at,
        long policy,
        long members,
        @Nullable Message last) {

    /** The same with another newest message, or with none. */
    public RoomState withLast(@Nullable Message newest) {
        return new RoomState(row, epoch, rev, seq, at, policy, members, newest);
    }

    /** Where a reader is that has seen everything. */
    public Cursor head() {
        return new Cursor(epoch, rev);
    }
}
