package io.imbed.internal.room;

import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.Message;
import io.imbed.protocol.UnavailableException;
import io.imbed.spi.MemberRow;
import io.imbed.spi.RoomState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a room without changing it: what a user sees there, and what a command would come to. Answers come on the
 * lane, where more may be made of them. Threads: the room's lane.
 */
public final class Glances {
    private final LiveRoom room;

    Glances(LiveRoom room) {
        this.room = room;
    }

    /** What a user sees from where it stands, on the lane. */
    public record Standing(
            @Nullable RoomState room, @Nullable MemberRow member, Instant now) {}

    /** What a user sees of a message from where it stands. */
    public record Sight(
            @Nullable RoomState room,
            @Nullable MemberRow member,
            @Nullable Message message) {}

    /** The room as it is when this is asked, if it is held: nothing else is read. */
    void state(CompletableFuture<Optional<RoomState>> answer) {
        room.ask(
                Needs.ROOM,
                () -> answer.complete(Optional.ofNullable(room.model().state())),
                error -> answer.completeExceptionally(storageIsAway()));
    }

    /** Looks up the room and a user's membership, and answers with what {@code then} makes of it, on the lane. */
    public <T> void standing(String user, CompletableFuture<T> answer, Function<Standing, T> then) {
        RoomModel model = room.model();
        room.ask(
                Needs.of(List.of(user)),
                () -> answer.complete(then.apply(
                        new Standing(model.state(), model.state() == null ? null : model.member(user), room.now()))),
                error -> answer.completeExceptionally(storageIsAway()));
    }

    /** As {@link #standing}, with one message. */
    public <T> void sight(String user, long seq, CompletableFuture<T> answer, Function<Sight, T> then) {
        RoomModel model = room.model();
        room.ask(
                new Needs(List.of(user), seq),
                () -> answer.complete(then.apply(
                        model.state() == null
                                ? new Sight(null, null, null)
                                : new Sight(model.state(), model.member(user), model.message(seq)))),
                error -> answer.completeExceptionally(storageIsAway()));
    }

    /**
     * What a command would come to now: answers the room if it would change it, and leaves it at that. If not, answers
     * nothing, and the command is answered in its turn: which is now, if nothing is before it.
     */
    public <R> void tryOut(Command<R> command, CompletableFuture<Optional<RoomState>> answer) {
        if (command.isVain(room.model())) {
            tryOutNow(command, answer);
            return;
        }
        room.ask(
                command.needs(),
                () -> tryOutNow(command, answer),
                error -> answer.completeExceptionally(storageIsAway()));
    }

    private <R> void tryOutNow(Command<R> command, CompletableFuture<Optional<RoomState>> answer) {
        CommandQueue commands = room.commands();
        Decided<R> decided = commands.decide(command, room.model(), room.now());
        if (decided.changes()) {
            answer.complete(Optional.of(room.model().existing()));
            return;
        }
        if (decided.entry() == null && commands.isIdle()) decided.conclude();
        else room.submit(command);
        answer.complete(Optional.empty());
    }

    private static UnavailableException storageIsAway() {
        return new UnavailableException(ErrorCode.UNAVAILABLE, "the storage does not answer", Lane.RETRY, false);
    }
}
