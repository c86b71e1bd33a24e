package io.imbed.internal.host;

import io.imbed.internal.Causes;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.UnavailableException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * What the host has asked and was not told yet. Every stage completes on a hook thread: what the host hangs on it may
 * block, and must not hold up a lane. Threads: any.
 */
public final class HostCalls {
    private final Executor hooks;
    private final Set<CompletableFuture<?>> asked = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    public HostCalls(Executor hooks) {
        this.hooks = hooks;
    }

    /** The server has ended: what was not answered is not known, and nothing is done any more. */
    public void end() {
        ended = true;
        asked.forEach(each -> each.completeExceptionally(over(true)));
    }

    private static UnavailableException over(boolean unknown) {
        return new UnavailableException(ErrorCode.UNAVAILABLE, "the server has ended", Duration.ZERO, unknown);
    }

    /** Runs it, and tells the host on a thread that is the host's to use. */
    <T> CompletionStage<T> told(Supplier<CompletionStage<T>> operation) {
        CompletableFuture<T> told = new CompletableFuture<>();
        asked.add(told);
        told.whenComplete((value, error) -> asked.remove(told));
        if (ended) {
            told.completeExceptionally(over(false));
            return told;
        }
        CompletionStage<T> stage;
        try {
            stage = operation.get();
        } catch (RuntimeException refused) {
            told.completeExceptionally(refused);
            return told;
        }
        stage.whenComplete((value, error) -> {
            Runnable tell = () -> {
                if (error == null) told.complete(value);
                else told.completeExceptionally(Causes.of(error));
            };
            try {
                hooks.execute(tell);
            } catch (RejectedExecutionException ended) {
                tell.run();
            }
        });
        return told;
    }
}
