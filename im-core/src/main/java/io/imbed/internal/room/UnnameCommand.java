package io.imbed.internal.room;

import io.imbed.Identity;
import io.imbed.protocol.Message;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes a user's name out of a room. Answers whether there is a room. */
public final class UnnameCommand extends Command<Boolean> {
    private final String room;
    private final String user;

    public UnnameCommand(String room, String user) {
        this.room = room;
        this.user = user;
    }

    @Override
    Set<String> users() {
        return Set.of();
    }

    @Override
    Decision<Boolean> decide(RoomModel model, Instant now) {
        if (model.state() == null) return Decision.answer(false);
        return Decision.append(new Entry(
                room, model.guard(), now, Identity.system().id(), List.of(new Change.Unname(user)), List.of()));
    }

    @Override
    void stored(LiveRoom live, Outcome.Stored stored, @Nullable Message posted) {
        answer(true);
    }
}
