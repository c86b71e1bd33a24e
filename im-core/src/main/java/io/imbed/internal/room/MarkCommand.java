package io.imbed.internal.room;

import io.imbed.protocol.Message;
import io.imbed.protocol.ServerFrame.MarkSignal;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Moves a member's marks forward, clamped to the room's last message. No event; those who look on get a signal. */
public final class MarkCommand extends Command<Boolean> {
    private final String room;
    private final String user;
    private final long read;
    private final long delivered;
    private final Told told;
    private @Nullable MemberRow before;

    /** @param read and {@code delivered}: a seq, or 0 to leave the mark where it is */
    public MarkCommand(String room, String user, long read, long delivered, Told told) {
        this.room = room;
        this.user = user;
        this.read = read;
        this.delivered = delivered;
        this.told = told;
    }

    @Override
    Set<String> users() {
        return Set.of(user);
    }

    @Override
    Decision<Boolean> decide(RoomModel model, Instant now) {
        RoomState state = model.state();
        MemberRow member = state == null ? null : model.member(user);
        before = member;
        if (state == null || member == null) return Decision.refuse(Rules.noMember(room, state));
        if (model.stored(user) == null) return Decision.answer(false); // There is nothing of an attendee to move.
        long newRead = Math.min(read, state.seq());
        // What was read was delivered.
        long newDelivered = Math.min(Math.max(delivered, read), state.seq());
        if (newRead <= member.read() && newDelivered <= delivered(member)) {
            return Decision.answer(false);
        }
        return Decision.append(new Entry(
                room, model.guard(), now, user, List.of(new Change.Mark(user, newRead, newDelivered)), List.of()));
    }

    /** How far the member has received: a message of its own moves the read mark alone, and is there too. */
    static long delivered(MemberRow member) {
        return Math.max(member.delivered(), member.read());
    }

    @Override
    void stored(LiveRoom live, Outcome.Stored stored, @Nullable Message posted) {
        answer(true);
        MemberRow after = live.model().knowsMember(user) ? live.model().member(user) : null;
        if (before != null && after != null) live.receipts().moved(before, after, told);
    }

    /** Told on the lane, behind the signals to those who look on. */
    @FunctionalInterface
    public interface Told {
        void moved(MarkSignal.Kind kind, long seq);
    }
}
