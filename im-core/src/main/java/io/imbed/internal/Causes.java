package io.imbed.internal;

import java.util.concurrent.CompletionException;

/** What really went wrong in a chain of stages. */
public final class Causes {
    private Causes() {}

    public static Throwable of(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return thrown instanceof CompletionException && cause != null ? of(cause) : thrown;
    }
}
