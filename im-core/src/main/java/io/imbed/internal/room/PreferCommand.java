package io.imbed.internal.room;

import io.imbed.protocol.Message;
import io.imbed.protocol.OwnSettings;
import io.imbed.protocol.ServerFrame.MineSignal;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes a member's own settings of a room. No event; its own sessions are told. */
public final class PreferCommand extends Command<Boolean> {
    private final String room;
    private final String user;
    private final OwnSettings.Patch patch;
    private final boolean isShared;
    private boolean same;

    /** @param isShared whether other nodes change members' settings too, of which this one is not told */
    public PreferCommand(String room, String user, OwnSettings.Patch patch, boolean isShared) {
        this.room = room;
        this.user = user;
        this.patch = patch;
        this.isShared = isShared;
    }

    @Override
    Set<String> users() {
        return Set.of(user);
    }

    @Override
    Decision<Boolean> decide(RoomModel model, Instant now) {
        RoomState state = model.state();
        MemberRow member = state == null ? null : model.member(user);
        if (state == null || member == null) return Decision.refuse(Rules.noMember(room, state));
        if (model.stored(user) == null) {
            return Decision.refuse(Rules.forbidden("who attends room " + room + " has no settings of its own"));
        }
        OwnSettings before = member.preferences().shown(state.seq());
        OwnSettings after = member.preferences().with(patch, state.seq()).shown(state.seq());
        same = after.equals(before);
        if (same && !isShared) return Decision.answer(false);
        return Decision.append(
                new Entry(room, model.guard(), now, user, List.of(new Change.Prefer(user, patch)), List.of()));
    }

    @Override
    void stored(LiveRoom live, Outcome.Stored stored, @Nullable Message posted) {
        answer(!same);
        MemberRow member = live.model().knowsMember(user) ? live.model().member(user) : null;
        if (member == null) return;
        MineSignal now = new MineSignal(room, member.preferences().shown(stored.seq()));
        live.followers().tellLatest(user, now, room + " mine");
    }
}
