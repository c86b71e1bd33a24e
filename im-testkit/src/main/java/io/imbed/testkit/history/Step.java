package io.imbed.testkit.history;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of a history: something a client did or was told. Which fields are set follows from {@code f}.
 *
 * @param t nanoseconds since some point that all writers share
 * @param client who wrote it; one connection at a time
 * @param session counts the client's connections from 1
 * @param node which server it talked to, if that is known
 * @param f what it is about
 * @param type where it stands
 * @param id joins an invocation with its outcome, unique for the client; 0 for what was not asked for
 * @param room the room
 * @param epoch the life of the room's log, if the client knows it
 * @param sender the message's sender
 * @param cid the message's client id
 * @param digest of the message's content, as the client sent or got it
 * @param seq the message's number, or the last one that a read covers
 * @param rev the event's number, or as of which a read is true
 * @param from the first seq that a read covers
 * @param dup whether the server said that an earlier attempt had stored it
 */
public record Step(
        long t,
        String client,
        long session,
        @Nullable String node,
        Op f,
        Type type,
        long id,
        String room,
        @Nullable String epoch,
        @Nullable String sender,
        @Nullable String cid,
        @Nullable String digest,
        long seq,
        long rev,
        long from,
        boolean dup) {

    /** What a step is about. */
    public enum Op {
        /** One attempt to send a message. A retry is another attempt with the same cid. */
        SEND,
        /** The client follows a room from {@code rev} on, its first event being {@code rev + 1}. */
        FOLLOW,
        /** An event arrived. */
        EVENT,
        /** The stream of a room begins anew after {@code rev}, and the client was told so. */
        RESET,
        /** The client follows the room no more. */
        GONE,
        /** A read of history; of its newest messages if {@code seq} of the invocation is 0. */
        READ,
        /** A message in the answer to a read, written before the read's own outcome. */
        ITEM,
        /** The client says that it has seen everything there is. */
        CAUGHT_UP;

        /** As it stands in a file. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where a step stands. */
    public enum Type {
        /** About to be asked. */
        INVOKE,
        /** Answered, or told. */
        OK,
        /** Refused: this attempt has had no effect and never will. */
        FAIL,
        /** The outcome is not known. */
        INFO;

        /** As it stands in a file. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public String toString() {
        return StepJson.line(this);
    }
}
