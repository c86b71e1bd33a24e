package io.imbed.internal.room;

import io.imbed.Identity;
import io.imbed.protocol.Message;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Drops what is too old of one life of a room. Answers whether there is anything to do it to. */
public final class TrimCommand extends Command<Boolean> {
    private final String room;
    private final String epoch;
    private final Change.Trim trim;

    /** @param epoch of the life that {@code trim} was worked out for: in another the numbers mean something else */
    public TrimCommand(String room, String epoch, Change.Trim trim) {
        this.room = room;
        this.epoch = epoch;
        this.trim = trim;
    }

    @Override
    Set<String> users() {
        return Set.of();
    }

    @Override
    Decision<Boolean> decide(RoomModel model, Instant now) {
        RoomState state = model.state();
        if (state == null || !state.epoch().equals(epoch)) return Decision.answer(false);
        return Decision.append(
                new Entry(room, model.guard(), now, Identity.system().id(), List.of(trim), List.of()));
    }

    @Override
    void stored(LiveRoom live, Outcome.Stored stored, @Nullable Message posted) {
        answer(true);
    }
}
