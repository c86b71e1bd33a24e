package io.imbed.internal.hook;

import io.imbed.hook.HookOptions;
import io.imbed.protocol.Content;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.UnavailableException;
import io.imbed.spi.ContentValidator;
import io.imbed.spi.Environment;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which contents the host takes: types of its own with a validator each, behind a bulkhead, and perhaps no unknown ones. */
public final class Contents {
    private static final Logger LOG = LoggerFactory.getLogger(Contents.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Set<String> STANDARD = Set.of(Content.TEXT, "image", "file", "audio", "location");

    private final Map<String, ContentValidator> validators;
    private final boolean knownOnly;
    private final Bulkhead validating;

    /** @param knownOnly whether types that are neither standard nor have a validator are refused */
    public Contents(Map<String, ContentValidator> validators, boolean knownOnly, Environment env) {
        this.validators = Map.copyOf(validators);
        this.knownOnly = knownOnly;
        this.validating = new Bulkhead("content", HookOptions.DEFAULT.withConcurrency(32, 10_000), env);
    }

    /** Whether {@link #check} may find something. */
    public boolean areLookedAt(Content content) {
        return validators.containsKey(content.type()) || isUnknown(content);
    }

    private boolean isUnknown(Content content) {
        return knownOnly && !STANDARD.contains(content.type()) && !validators.containsKey(content.type());
    }

    /** Fails with the refusal of its type or of the host's validator, with {@link UnavailableException} if that failed. */
    public CompletionStage<Void> check(Content content) {
        if (isUnknown(content)) {
            return CompletableFuture.failedFuture(new RefusedException(
                    ErrorCode.BAD_REQUEST, "content.type is " + content.type() + ", which this server does not take"));
        }
        ContentValidator validator = validators.get(content.type());
        if (validator == null) return CompletableFuture.completedFuture(null);
        return validating
                .call(() -> Optional.ofNullable(validator.problem(content)))
                .handle((problem, error) -> {
                    if (error != null) throw new CompletionException(failed(content, error));
                    problem.ifPresent(why -> {
                        throw new CompletionException(new RefusedException(ErrorCode.REJECTED, why));
                    });
                    return null;
                });
    }

    private static UnavailableException failed(Content content, Throwable error) {
        LOG.warn("the host's validator of {} failed", content.type(), error);
        return new UnavailableException(
                ErrorCode.UNAVAILABLE, "the host's validator of " + content.type() + " does not answer", RETRY, false);
    }
}
