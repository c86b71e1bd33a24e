package io.imbed.internal.room;

import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.Message;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.UnavailableException;
import io.imbed.spi.Outcome;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Something that wants to change a room. It waits in its room's queue, is decided when a batch is formed, and answers
 * through {@link #result}, which completes on the lane: what hangs on it must be short, and be ours.
 *
 * <p>Threads: the room's lane.
 */
public abstract class Command<R> {

    private final CompletableFuture<R> result = new CompletableFuture<>();
    private boolean submitted; // an append has it, or had it and may have stored it
    private boolean doubtful; // an append had it and did not say what became of it
    private long deadlineNanos = Long.MAX_VALUE;

    public CompletableFuture<R> result() {
        return result;
    }

    /** What it takes of the node's memory while it waits. */
    int bytes() {
        return 0;
    }

    /** Whose membership {@link #decide} looks at. */
    abstract Set<String> users();

    /** The message that {@link #decide} looks at, by seq, or 0. */
    long message() {
        return 0;
    }

    /** Against whom {@link #decide} looks for restraints. */
    Set<String> restrained() {
        return Set.of();
    }

    /** Whose {@linkplain Succession successor} {@link #decide} may ask for, or null. */
    @Nullable String goer() {
        return null;
    }

    /** Whose reactions to the {@link #message} {@link #decide} looks at, or null. */
    @Nullable String reactor() {
        return null;
    }

    /** Whether {@link #decide} looks at what is pinned. */
    boolean needsPins() {
        return false;
    }

    final Needs needs() {
        return new Needs(users(), message(), restrained(), goer(), reactor(), needsPins());
    }

    /** Whether it is clear by now, with whatever is known, that it changes nothing: then nothing is read for it. */
    boolean isVain(RoomModel room) {
        return false;
    }

    /** Decides on the room as it will be after everything before. Runs again if that turns out otherwise. */
    abstract Decision<R> decide(RoomModel room, Instant now);

    /** The entry is in the log, and the room's model has it. */
    abstract void stored(LiveRoom room, Outcome.Stored stored, @Nullable Message posted);

    /** The message was stored before. */
    void duplicate(Outcome.Duplicate first) {
        throw new IllegalStateException("only sends have duplicates");
    }

    final void deadline(long nanos) {
        deadlineNanos = nanos;
    }

    final long deadline() {
        return deadlineNanos;
    }

    final void submitted() {
        submitted = true;
    }

    /** An append that had it did not say what became of it. */
    final void doubted() {
        doubtful = true;
    }

    /** The append that had it did not store it. One before that gave no answer may have, all the same. */
    final void notStored() {
        submitted = doubtful;
    }

    /** The storage has looked, and no append has stored it. */
    final void surelyNotStored() {
        doubtful = false;
        submitted = false;
    }

    final boolean mayBeStored() {
        return submitted;
    }

    final boolean isDone() {
        return result.isDone();
    }

    final void answer(R value) {
        result.complete(value);
    }

    final void fail(Throwable error) {
        result.completeExceptionally(error);
    }

    final void refuse(ErrorCode code, String message) {
        fail(new RefusedException(code, message));
    }

    /** Not now; says whether it may have happened all the same. */
    final void unavailable(String why) {
        fail(new UnavailableException(ErrorCode.UNAVAILABLE, why, Lane.RETRY, submitted));
    }
}
