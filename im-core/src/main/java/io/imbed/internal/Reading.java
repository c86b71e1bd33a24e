package io.imbed.internal;

import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.UnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads of the storage for somebody who waits: one that fails is UNAVAILABLE, and no defect of ours. */
public final class Reading {
    private static final Logger LOG = LoggerFactory.getLogger(Reading.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private Reading() {}

    public static <T> CompletionStage<T> from(Supplier<CompletionStage<T>> question) {
        return Stages.of(question).exceptionally(error -> {
            LOG.warn("the storage cannot be read", error);
            throw new CompletionException(
                    new UnavailableException(ErrorCode.UNAVAILABLE, "the storage does not answer", RETRY, false));
        });
    }
}
