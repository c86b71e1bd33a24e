package io.imbed.internal.session;

import io.imbed.internal.Causes;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.ImException;
import io.imbed.protocol.ServerFrame.ErrorReply;
import io.imbed.protocol.UnavailableException;
import java.time.Duration;

/** Turns whatever went wrong into what the client is told. */
final class Errors {
    private Errors() {}

    static ErrorReply reply(long re, Throwable thrown) {
        Throwable error = Causes.of(thrown);
        if (error instanceof UnavailableException later) {
            Duration after = later.retryAfter();
            // Rounded up: a client that comes back a moment too early would be refused again.
            Long ms = after.isZero() ? null : (after.toNanos() + 999_999) / 1_000_000;
            return new ErrorReply(re, later.code(), text(error), ms, later.unknown());
        }
        if (error instanceof ImException known) return new ErrorReply(re, known.code(), text(error), null, false);
        return new ErrorReply(re, ErrorCode.INTERNAL, "internal error; the server's log has the cause", null, false);
    }

    /** Whether it is one that only the server's log tells. */
    static boolean isOurs(Throwable thrown) {
        return !(Causes.of(thrown) instanceof ImException);
    }

    private static String text(Throwable error) {
        String message = error.getMessage();
        return message == null ? error.getClass().getSimpleName() : message;
    }
}
