package io.imbed.internal.room;

import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.Role;
import io.imbed.protocol.UserView;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomRow;
import io.imbed.spi.RoomState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a room, or finds that the same one is there already. Answers whether it was made now. */
public final class CreateCommand extends Command<Boolean> {
    private final RoomRow row;
    private final String epoch;
    private final List<Founder> founders;
    private final Repeat repeat;

    /** Who is a member from the beginning. */
    public record Founder(UserView user, Role role) {}

    /** When a room that is there already counts as the one to be made. */
    public enum Repeat {
        /** Its id says it all: direct rooms, and ids made from the creator and its cid. */
        SAME_ID,
        /** Made by the same user, alike in kind and title. */
        SAME_MAKER
    }

    public CreateCommand(RoomRow row, String epoch, List<Founder> founders, Repeat repeat) {
        this.row = row;
        this.epoch = epoch;
        this.founders = List.copyOf(founders);
        this.repeat = repeat;
    }

    @Override
    Set<String> users() {
        return Set.of();
    }

    @Override
    Decision<Boolean> decide(RoomModel model, Instant now) {
        RoomState state = model.state();
        if (state != null) {
            return isRepeat(state.row())
                    ? Decision.answer(false)
                    : Decision.refuse(ErrorCode.CONFLICT, "room id " + row.id() + " is taken");
        }
        List<Change> changes = new ArrayList<>();
        List<EventBody> events = new ArrayList<>();
        changes.add(new Change.PutRoom(row, epoch));
        for (Founder each : founders) {
            UserView user = each.user();
            changes.add(new Change.Admit(MemberRow.joining(row.id(), user.id(), user.name(), each.role(), now)));
            events.add(new EventBody.Joined(user.id(), user.name(), each.role()));
        }
        return Decision.append(new Entry(row.id(), model.guard(), now, row.createdBy(), changes, events));
    }

    private boolean isRepeat(RoomRow there) {
        return switch (repeat) {
            case SAME_ID -> there.kind() == row.kind();
            case SAME_MAKER ->
                there.kind() == row.kind()
                        && there.createdBy().equals(row.createdBy())
                        && Objects.equals(there.title(), row.title());
        };
    }

    @Override
    void stored(LiveRoom live, Outcome.Stored stored, @Nullable Message posted) {
        answer(true);
    }
}
