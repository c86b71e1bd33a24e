package io.imbed.examples.chat;

import io.imbed.protocol.ImException;
import java.util.concurrent.CompletionException;

/** What a failed stage means to a person. */
final class Failures {
    private Failures() {}

    /** What went wrong, without what stages wrap it in. */
    static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause(cause) : failure;
    }

    static String sentence(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof ImException told ? String.valueOf(told.getMessage()) : cause.toString();
    }
}
