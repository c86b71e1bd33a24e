package io.imbed.internal.hook;

import io.imbed.internal.Causes;
import org.jspecify.annotations.Nullable;

/**
 * For the log: what code that was shown tokens, cookies or headers has thrown, without its messages, which may quote them.
 * Types, stack traces and causes stay.
 */
final class Wordless extends Exception {
    private static final long serialVersionUID = 1L;
    /** Of causes; a chain may be a ring. */
    private static final int DEEPEST = 8;

    private Wordless(String type, @Nullable Throwable cause) {
        super(type, cause);
    }

    static Throwable of(Throwable thrown) {
        return of(Causes.of(thrown), DEEPEST);
    }

    private static Wordless of(Throwable thrown, int deep) {
        Throwable cause = thrown.getCause();
        Wordless bare =
                new Wordless(thrown.getClass().getName(), cause == null || deep == 0 ? null : of(cause, deep - 1));
        bare.setStackTrace(thrown.getStackTrace());
        return bare;
    }
}
