package io.imbed.internal.room;

import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.RefusedException;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Changes one message that is in the log. Answers whether it was otherwise before. */
public abstract class MessageCommand extends Command<Boolean> {
    private final String room;
    private final String by;
    private final @Nullable String user;
    private final long seq;
    private final BiConsumer<Message, RoomState> onStored;

    /**
     * @param by who does it
     * @param needsMember false for the host
     * @param onStored told of the message once it has changed in the log, on the lane
     */
    MessageCommand(String room, String by, boolean needsMember, long seq, BiConsumer<Message, RoomState> onStored) {
        this.room = room;
        this.by = by;
        this.user = needsMember ? by : null;
        this.seq = seq;
        this.onStored = onStored;
    }

    /** What it makes of the message, and the event that tells of it. */
    record Made(Change change, EventBody event) {}

    @Override
    final Set<String> users() {
        return user == null ? Set.of() : Set.of(user);
    }

    @Override
    final long message() {
        return seq;
    }

    final MessageRules rules() {
        return new MessageRules(user);
    }

    /** What is wrong with it, or null. */
    abstract @Nullable RefusedException refusal(
            RoomState room, Message message, @Nullable MemberRow member, Instant now);

    /** Null if the message is so already. May throw a refusal. */
    abstract @Nullable Made make(RoomModel room, Message message, Instant now);

    /** Whether it may be, as things stand; decided again on the lane. Throws the refusal. */
    public final Message require(Glances.Sight sight, Instant now) {
        RefusedException no = rules().change(room, sight.room(), sight.member(), seq, sight.message());
        if (no != null) throw no;
        Message message = Objects.requireNonNull(sight.message());
        no = refusal(Objects.requireNonNull(sight.room()), message, sight.member(), now);
        if (no != null) throw no;
        return message;
    }

    @Override
    final Decision<Boolean> decide(RoomModel model, Instant now) {
        RoomState state = model.state();
        MemberRow member = state == null || user == null ? null : model.member(user);
        Message message = state == null ? null : model.message(seq);
        try {
            Made made = make(model, require(new Glances.Sight(state, member, message), now), now);
            if (made == null) return Decision.answer(false);
            return Decision.append(
                    new Entry(room, model.guard(), now, by, List.of(made.change()), List.of(made.event())));
        } catch (RefusedException refused) {
            return Decision.refuse(refused);
        }
    }

    @Override
    final void stored(LiveRoom live, Outcome.Stored stored, @Nullable Message posted) {
        Message now = live.model().message(seq);
        if (now != null) {
            live.sends().forget(now);
            onStored.accept(now, live.model().existing());
        }
        answer(true);
    }
}
