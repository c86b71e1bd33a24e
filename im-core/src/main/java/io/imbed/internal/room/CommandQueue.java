package io.imbed.internal.room;

import io.imbed.internal.LogLine;
import io.imbed.protocol.ErrorCode;
import io.imbed.spi.Entry;
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
    private @Nullable RoomModel working; // what those in flight will have made of the room; null for what it is
    private @Nullable Entry unapplied; // the last of those in flight, which the working copy does not have yet
    private boolean ready; // among those whose commands the lane is about to have decided
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

    /** Notes that there is something to decide; false if that is known until {@link #form} is called. */
    boolean becameReady() {
        boolean was = ready;
        ready = true;
        return !was;
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
        ready = false;
        Instant now = room.now();
        while (!waiting.isEmpty() && !held) {
            if (batch.isFull()) return true;
            Command<?> command = waiting.peek();
            if (!command.isDone() && !isDecidable(command)) return false;
            waiting.poll();
            if (command.isDone()) continue;
            Decided<?> decided = decide(command, model(), now);
            if (decided.entry() == null && inFlight == 0) {
                decided.conclude();
                continue;
            }
            // What stands on changes that are not stored yet is answered when they are, or decided again.
            if (decided.decision() instanceof Decision.Append<?> append) {
                if (append.entry().drops()) held = true; // What comes behind is for another life of the room, if any.
                else unapplied = append.entry();
            }
            batch.add(decided);
            inFlight++;
        }
        room.tidy();
        return false;
    }

    /** The room as the next command finds it. Nothing is copied for one that has a batch to itself, as most have. */
    private RoomModel model() {
        Entry last = unapplied;
        if (last != null) {
            unapplied = null;
            if (working == null) working = room.model().workingCopy();
            working.apply(last, working.predict(last), null);
        }
        return working == null ? room.model() : working;
    }

    private boolean isDecidable(Command<?> command) {
        Needs needs = command.needs();
        String goer = needs.goer();
        if (goer != null && model().isShifted() && model().isOwner(goer)) {
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

    <R> Decided<R> decide(Command<R> command, RoomModel model, Instant now) {
        Decision<R> decision;
        try {
            decision = command.decide(model, now);
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
        unapplied = null;
        return was;
    }
}
