package io.imbed.internal.room;

import io.imbed.Draft;
import io.imbed.internal.Causes;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.Message;
import io.imbed.spi.RoomState;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Where messages come into a room: repeats join the answer of the first, and the host is asked before the rest is queued.
 *
 * <p>Threads: the room's lane.
 */
public final class SendIntake {
    private final LiveRoom room;
    private final RecentSends recent = new RecentSends();

    SendIntake(LiveRoom room) {
        this.room = room;
    }

    /** The host's say over a message that its sender may send: policy and hooks. */
    @FunctionalInterface
    public interface Gate {
        CompletionStage<Draft> ask(RoomState room, Draft draft);
    }

    boolean isIdle() {
        return !recent.hasPending();
    }

    /** The room has ended: what it stored is no duplicate of anything. */
    void forgetAll() {
        recent.forgetAll();
    }

    /** The message is no longer what its first answer said: a repeat asks the storage. */
    void forget(Message message) {
        recent.forget(message.sender(), message.cid());
    }

    /**
     * Takes a message in: a repeat of one under way or just stored joins its answer; else {@code gate}, if there is one,
     * is asked before it is submitted.
     *
     * @param admitted runs once the message has its place in the queue, or has been answered
     */
    public void send(SendCommand command, @Nullable Gate gate, Runnable admitted) {
        RecentSends.Known known = recent.find(command.sender(), command.cid());
        if (known != null) {
            if (known.digest().equals(command.digest())) known.joinedBy(command);
            else command.refuse(ErrorCode.CONFLICT, "this cid was used for something else");
            admitted.run();
            return;
        }
        recent.add(new RecentSends.Known(command.sender(), command.cid(), command.digest(), command.result()));
        if (gate == null) {
            room.submit(command);
            admitted.run();
        } else {
            room.ask(command.needs(), () -> pass(command, gate, admitted), error -> {
                command.unavailable("the storage does not answer");
                admitted.run();
            });
        }
    }

    private void pass(SendCommand command, Gate gate, Runnable admitted) {
        RoomState state = room.model().state();
        if (state == null || command.refusal(room.model(), state, room.now()) != null) {
            // Refused when it is decided; the host's code is not asked about strangers, and whoever may not speak.
            room.submit(command);
            admitted.run();
            return;
        }
        gate.ask(state, command.draft())
                .whenComplete((draft, error) -> room.lane().execute(() -> {
                    if (error == null) command.replace(draft);
                    else command.refuse(Causes.of(error));
                    room.submit(command);
                    admitted.run();
                }));
    }
}
