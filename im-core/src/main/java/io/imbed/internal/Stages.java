package io.imbed.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** What is asked of others' code, a storage's above all. */
public final class Stages {
    private Stages() {}

    /**
     * The answer; of code that throws, a failed one. Errors too: a driver that does not fit says so with one, and whoever waits
     * must not wait for ever.
     */
    public static <T> CompletionStage<T> of(Supplier<? extends CompletionStage<T>> question) {
        try {
            return question.get();
        } catch (Throwable thrown) {
            return CompletableFuture.failedFuture(thrown);
        }
    }
}
