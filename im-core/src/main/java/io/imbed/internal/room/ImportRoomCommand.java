package io.imbed.internal.room;

import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.Message;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomRow;
import io.imbed.spi.RoomState;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a room as old as it was elsewhere, without members, or finds that it is there. Answers whether it was made now.
 */
final class ImportRoomCommand extends Command<Boolean> {
    private final RoomRow row;
    private final String epoch;

    ImportRoomCommand(RoomRow row, String epoch) {
        this.row = row;
        this.epoch = epoch;
    }

    @Override
    Set<String> users() {
        return Set.of();
    }

    @Override
    Decision<Boolean> decide(RoomModel model, Instant now) {
        RoomState state = model.state();
        if (state == null) {
            return Decision.append(new Entry(
                    row.id(),
                    model.guard(),
                    row.createdAt(),
                    row.createdBy(),
                    List.of(new Change.PutRoom(row, epoch)),
                    List.of()));
        }
        // The id of a direct room says it all, and its two users may have opened it here already.
        boolean same = row.kind() == RoomKind.DIRECT
                ? state.row().kind() == RoomKind.DIRECT
                : state.row().equals(row);
        return same
                ? Decision.answer(false)
                : Decision.refuse(ErrorCode.CONFLICT, "room " + row.id() + " is there already, and is another");
    }

    @Override
    void stored(LiveRoom live, Outcome.Stored stored, @Nullable Message posted) {
        answer(true);
    }
}
