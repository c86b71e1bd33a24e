package io.imbed.internal.room;

import io.imbed.Draft;
import io.imbed.protocol.Content;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.ImException;
import io.imbed.protocol.JsonText;
import io.imbed.protocol.Message;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Result;
import io.imbed.protocol.UnavailableException;
import io.imbed.protocol.UserView;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Stores one message. */
public final class SendCommand extends Command<Result.Sent> {
    private final String room;
    private final UserView sender;
    private final boolean needsMember;
    private final String cid;
    private final String digest;
    private final Content submitted;
    private final BiConsumer<Message, RoomState> onStored;
    private final List<Change> beside;
    private Draft draft;
    private @Nullable Throwable refusal; // the host's

    /**
     * @param needsMember false for the host's own sends
     * @param digest of what was submitted, before hooks
     * @param beside what is stored with it
     * @param onStored told once the message is in the log, on the lane
     */
    public SendCommand(
            String room,
            UserView sender,
            boolean needsMember,
            String cid,
            String digest,
            Draft draft,
            List<Change> beside,
            BiConsumer<Message, RoomState> onStored) {
        this.room = room;
        this.sender = sender;
        this.needsMember = needsMember;
        this.cid = cid;
        this.digest = digest;
        this.submitted = draft.content();
        this.draft = draft;
        this.beside = beside;
        this.onStored = onStored;
    }

    @Override
    int bytes() {
        return sizeOf(draft);
    }

    /** About how many bytes a draft holds. */
    public static int sizeOf(Draft draft) {
        JsonText meta = draft.meta();
        return draft.content().json().text().length()
                + (meta == null ? 0 : meta.text().length());
    }

    String sender() {
        return sender.id();
    }

    boolean needsMember() {
        return needsMember;
    }

    String cid() {
        return cid;
    }

    String digest() {
        return digest;
    }

    Draft draft() {
        return draft;
    }

    /** What the hooks made of it. */
    public void replace(Draft newDraft) {
        draft = newDraft;
    }

    /** Somebody said no; the storage has the last word on whether it was stored before. */
    public void refuse(Throwable why) {
        refusal = why;
    }

    @Override
    Set<String> users() {
        return needsMember ? Set.of(sender.id()) : Set.of();
    }

    @Override
    Decision<Result.Sent> decide(RoomModel model, Instant now) {
        RoomState state = model.state();
        if (state == null) return Decision.refuse(Rules.noRoom(room));
        Throwable no = refusal == null ? check(model, state, now) : refusal;
        Entry entry = entry(model, now);
        return no == null ? Decision.append(entry) : new Decision.RefuseUnlessStored<>(entry, no);
    }

    private Entry entry(RoomModel model, Instant now) {
        List<Change> changes = new ArrayList<>(1 + beside.size());
        changes.add(new Change.Post(
                sender.id(),
                sender.name(),
                cid,
                digest,
                draft.content(),
                draft.replyTo(),
                draft.mentions(),
                draft.meta()));
        changes.addAll(beside);
        return new Entry(room, model.guard(), now, sender.id(), changes, List.of());
    }

    /** Why the sender may not say anything now, or null. */
    @Nullable ImException refusal(RoomModel model, RoomState state, Instant now) {
        if (!needsMember) return null;
        MemberRow member = model.member(sender.id());
        if (member == null) return Rules.noMember(room, state);
        RefusedException no = Rules.speech(state, member, now);
        if (no == null) no = Rules.mentioning(state, member, draft.mentions());
        if (no != null) return no;
        Duration pause = Rules.pause(state, member, model.speakers().last(sender.id()), now);
        if (pause.isZero()) return null;
        return new UnavailableException(
                ErrorCode.RATE_LIMITED,
                "room " + room + " is in slow mode: a message every "
                        + state.row().settings().slowMs() + " ms",
                pause,
                false);
    }

    private @Nullable Throwable check(RoomModel model, RoomState state, Instant now) {
        Throwable no = refusal(model, state, now);
        if (no != null) return no;
        Long replyTo = draft.replyTo();
        if (replyTo != null && replyTo > state.seq()) {
            return new RefusedException(
                    ErrorCode.NOT_FOUND, "replyTo is " + replyTo + ", the room's last message is " + state.seq());
        }
        MemberRow member = needsMember ? model.member(sender.id()) : null;
        if (replyTo != null && Horizon.of(state, member).hides(replyTo)) {
            return new RefusedException(
                    ErrorCode.NOT_FOUND, "replyTo is " + replyTo + ", a message of before you became a member");
        }
        return null;
    }

    @Override
    void stored(LiveRoom live, Outcome.Stored stored, @Nullable Message posted) {
        answer(new Result.Sent(stored.seq(), stored.firstRev(), stored.at(), false, changed(draft.content())));
        if (posted != null) onStored.accept(posted, live.model().existing());
    }

    @Override
    void duplicate(Outcome.Duplicate first) {
        Message message = first.message();
        Content content = message.content();
        answer(new Result.Sent(
                message.seq(), first.rev(), message.at(), true, content == null ? null : changed(content)));
    }

    private @Nullable Content changed(Content stored) {
        return stored.equals(submitted) ? null : stored;
    }
}
