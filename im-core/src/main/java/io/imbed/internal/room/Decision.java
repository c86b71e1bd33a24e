package io.imbed.internal.room;

import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.RefusedException;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a command comes to, on the room as it will be after everything before it. */
sealed interface Decision<R> {
    /** What the storage is to be given, or null if it has no part in this. */
    default @Nullable Entry entry() {
        return null;
    }

    /** It is to be stored. */
    record Append<R>(Entry entry) implements Decision<R> {}

    /** Nothing changes; this is the answer. */
    record Answer<R>(R value) implements Decision<R> {}

    /**
     * Nothing that is stored changes, but this is done, and answered, in the command's turn. What it throws is the refusal.
     */
    record Act<R>(Function<LiveRoom, R> act) implements Decision<R> {}

    /** It may not be. */
    record Refuse<R>(Throwable why) implements Decision<R> {}

    /**
     * It may not be, unless it was stored before: the same message may have been by an earlier try whose answer was lost,
     * and "refused" promises that it never will be there. The storage is asked which it is, by an entry under
     * {@link Guard.Never}.
     */
    record RefuseUnlessStored<R>(Entry entry, Throwable why) implements Decision<R> {
        public RefuseUnlessStored {
            entry = entry.under(new Guard.Never());
        }
    }

    static <R> Decision<R> append(Entry entry) {
        return new Append<>(entry);
    }

    static <R> Decision<R> answer(R value) {
        return new Answer<>(value);
    }

    static <R> Decision<R> refuse(Throwable why) {
        return new Refuse<>(why);
    }

    static <R> Decision<R> refuse(ErrorCode code, String message) {
        return refuse(new RefusedException(code, message));
    }
}
