package io.imbed.internal.room;

import io.imbed.ImportedMessage;
import io.imbed.protocol.Content;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.JsonText;
import io.imbed.protocol.Message;
import io.imbed.protocol.RefusedException;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stores one message of an import, behind the one before it or not at all: were it stored without, that one would be too
 * old ever after.
 */
final class ImportCommand extends Command<ImportCommand.Done> {
    /** That no room is at: what stands on it is stale, unless it was stored before. */
    private static final long NOWHERE = -1;

    private static final Content NOTHING = Content.text("");

    private final String room;
    private final ImportedMessage message;
    private final @Nullable ImportCommand before;
    private boolean doubted; // decided to be refused, unless the storage has it

    /** @param stored false if it was there */
    record Done(long seq, boolean stored) {}

    ImportCommand(String room, ImportedMessage message, @Nullable ImportCommand before) {
        this.room = room;
        this.message = message;
        this.before = before;
    }

    @Override
    int bytes() {
        Content content = message.content();
        JsonText meta = message.meta();
        return (content == null ? 0 : content.json().text().length())
                + (meta == null ? 0 : meta.text().length());
    }

    @Override
    Set<String> users() {
        return Set.of();
    }

    @Override
    Decision<Done> decide(RoomModel model, Instant now) {
        doubted = false;
        RoomState state = model.state();
        if (state == null) return Decision.refuse(Rules.noRoom(room));
        if (before != null && before.result().isCompletedExceptionally()) {
            return Decision.refuse(ErrorCode.CONFLICT, "a message before it could not be imported");
        }
        // Whether the one before is there is not known yet: this is decided again when it is.
        if (before != null && before.doubted && !before.isDone()) return Decision.append(entry(model, NOWHERE));
        RefusedException no = check(state);
        if (no == null) return Decision.append(entry(model, state.rev()));
        doubted = true;
        return new Decision.RefuseUnlessStored<>(entry(model, state.rev()), no);
    }

    private @Nullable RefusedException check(RoomState state) {
        if (message.at().isBefore(state.at())) {
            return new RefusedException(
                    ErrorCode.CONFLICT,
                    "it is of " + message.at() + ", the last event of room " + room + " is of " + state.at());
        }
        Long replyTo = message.replyTo();
        if (replyTo == null || replyTo <= state.seq()) return null;
        return new RefusedException(
                ErrorCode.NOT_FOUND, "replyTo is " + replyTo + ", the room's last message is " + state.seq());
    }

    private Entry entry(RoomModel model, long after) {
        Content content = message.content();
        Change.Post post = new Change.Post(
                message.sender(),
                message.senderName(),
                message.id(),
                Digests.of(message),
                content == null ? NOTHING : content,
                message.replyTo(),
                message.mentions(),
                message.meta());
        Change.Import change = new Change.Import(post, message.editedAt(), content == null, after);
        return new Entry(room, model.guard(), message.at(), message.sender(), List.of(change), List.of());
    }

    @Override
    void stored(LiveRoom live, Outcome.Stored stored, @Nullable Message posted) {
        answer(new Done(stored.seq(), true));
    }

    @Override
    void duplicate(Outcome.Duplicate first) {
        answer(new Done(first.message().seq(), false));
    }
}
