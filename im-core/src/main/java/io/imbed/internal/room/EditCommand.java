package io.imbed.internal.room;

import io.imbed.Draft;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.RefusedException;
import io.imbed.spi.Change;
import io.imbed.spi.MemberRow;
import io.imbed.spi.RoomState;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Replaces what a message says, and whom it mentions. */
public final class EditCommand extends MessageCommand {
    private Draft draft;

    public EditCommand(
            String room,
            String by,
            boolean needsMember,
            long seq,
            Draft draft,
            BiConsumer<Message, RoomState> onStored) {
        super(room, by, needsMember, seq, onStored);
        this.draft = draft;
    }

    /** What the hooks made of it. */
    public void replace(Draft newDraft) {
        draft = newDraft;
    }

    @Override
    int bytes() {
        return draft.content().json().text().length();
    }

    @Override
    @Nullable RefusedException refusal(RoomState room, Message message, @Nullable MemberRow member, Instant now) {
        RefusedException no = Rules.speech(room, member, now);
        if (no == null) no = Rules.mentioning(room, member, draft.mentions());
        return no == null ? rules().edit(message, draft.content()) : no;
    }

    @Override
    @Nullable Made make(RoomModel room, Message message, Instant now) {
        boolean same =
                draft.content().equals(message.content()) && draft.mentions().equals(message.mentions());
        if (same) return null;
        return new Made(
                new Change.Rewrite(message.seq(), message.rev(), draft.content(), draft.mentions(), now),
                EventBody.Edited.bare(message.seq()));
    }
}
