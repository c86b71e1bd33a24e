package io.imbed.protocol;

import java.time.Duration;

/**
 * Not now: overloaded, over a rate, draining, or a storage that does not answer. Try again after {@link #retryAfter()}
 * with the same client message id.
 */
public final class UnavailableException extends ImException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;
    private final boolean unknown;

    public UnavailableException(ErrorCode code, String message, Duration retryAfter, boolean unknown) {
        super(code, message);
        this.retryAfter = retryAfter;
        this.unknown = unknown;
    }

    /** How long to wait before the next try; zero if the server did not say. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** Whether it may have happened all the same. Repeating the same client message id is safe and settles it. */
    public boolean unknown() {
        return unknown;
    }
}
