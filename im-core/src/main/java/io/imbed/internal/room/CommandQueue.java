package io.imbed.internal.room;

import io.imbed.internal.LogLine;
import io.imbed.protocol.ErrorCode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands that wait for one room, and how they are decided, in their order, when a batch is formed.
 *
 * <p>Threads: the room's lane.
 */
final class CommandQueue {
    private static final Logger LOG = LoggerFactory.getLogger(CommandQueue.class);

    private final LiveRoom room;
    private final RoomLoader loader;
    private final ArrayDeque<Command<?>> waiting = new ArrayDeque<>(2);
    private int inFlight;
    private @Nullable RoomModel working; // what those in flight will have made of the room
    private boolean held; // the next cannot be decided before those in flight are settled

    CommandQueue(LiveRoom room, RoomLoader loader) {
        this.room = room;
        this.loader = loader;
    }

    boolean isIdle() {
        return waiting.isEmpty() && inFlight == 0;
    }

    boolean areInFlight() {
        return inFlight > 0;
    }

    void add(Command<?> command) {
        waiting.add(command);
    }

    int size() {
        return waiting.size();
    }

    void each(Consumer<Command<?>> action) {
        waiting.forEach(action);
    }

    /**
     * Decides what waits, in order, as far as what it needs is known.
     *
     * @return whether there is more that could be decided now
     */
    boolean form(Lane.Forming batch) {
        RoomModel before = inFlight == 0 ? null : working;
        RoomModel copy = before == null ? room.model().workingCopy() : before;
        working = copy;
        Instant now = room.now();
        while (!waiting.isEmpty() && !held) {
            if (batch.isFull()) return true;
            Command<?> command = waiting.peek();
            if (!command.isDone() && !isDecidable(command, copy)) return false;
            waiting.poll();
            if (command.isDone()) continue;
            Decided<?> decided = decide(command, copy, now);
            if (decided.entry() == null && inFlight == 0) {
                decided.conclude();
                continue;
            }
            // What stands on changes that are not stored yet is answered when they are, or decided again.
            if (decided.decision() instanceof Decision.Append<?> append && RoomModel.drops(append.entry())) {
                held = true; // What comes behind is for another life of the room, if any.
            } else if (decided.decision() instanceof Decision.Append<?> append) {
                copy.apply(append.entry(), copy.predict(append.entry()), null);
            }
            batch.add(decided);
            inFlight++;
        }
        room.tidy();
        return false;
    }

    private boolean isDecidable(Command<?> command, RoomModel copy) {
        Needs needs = command.needs();
        String goer = needs.goer();
        if (goer != null && copy.isShifted() && copy.isOwner(goer)) {
            held = true; // Who succeeds it only the storage knows, once it has what is in flight.
            return false;
        }
        if (room.model().knows(needs)) return true;
        loader.whenKnown(needs, () -> room.lane().becameReady(room), error -> {
            command.unavailable("the storage does not answer");
            room.lane().becameReady(room);
        });
        return false;
    }

    <R> Decided<R> decide(Command<R> command, RoomModel copy, Instant now) {
        Decision<R> decision;
        try {
            decision = command.decide(copy, now);
        } catch (RuntimeException defect) {
            LogLine.ofRoom(LOG.atError().setCause(defect), room.id(), "a change could not be decided");
            decision = Decision.refuse(ErrorCode.INTERNAL, "internal error; the server's log has the cause");
        }
        return new Decided<>(room, command, decision);
    }

    /** Their outcome was stale or unknown: they go first again, in their order, on freshly read state. */
    void decideAgain(List<Command<?>> commands) {
        inFlight -= commands.size();
        for (int i = commands.size() - 1; i >= 0; i--) waiting.addFirst(commands.get(i));
        room.model().forget();
    }

    /** An entry was settled and is not decided again. */
    void settled() {
        inFlight--;
    }

    /** All that was in flight is settled: answers whether something was held back for that. */
    boolean release() {
        boolean was = held;
        held = false;
        working = null;
        return was;
    }
}
