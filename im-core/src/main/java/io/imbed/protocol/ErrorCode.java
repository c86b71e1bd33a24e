package io.imbed.protocol;

/**
 * Why one request failed while its connection lives on. Wire format: a name here is never changed and never reused.
 *
 * <p>Source: PROTOCOL.md, "Error codes".
 */
public enum ErrorCode {
    /** The request is not of the protocol's form. */
    BAD_REQUEST(false),
    /** The server has no such operation. */
    UNKNOWN_OP(false),
    /** The token was refused. */
    UNAUTHENTICATED(false),
    /** The caller may know that the room exists, but may not do this in it. */
    FORBIDDEN(false),
    /** No such room, message or user; or one the caller may not know of. The two look alike. */
    NOT_FOUND(false),
    /** The name or client message id is taken by something else. */
    CONFLICT(false),
    /** Over a size limit. */
    TOO_LARGE(false),
    /** Over a rate limit; try again after the time given. */
    RATE_LIMITED(true),
    /** The cursor is older than what is kept, ahead of the log, or of another epoch. */
    GAP(false),
    /** A hook of the host said no. */
    REJECTED(false),
    /** Not now: overload, draining, or a storage that does not answer. */
    UNAVAILABLE(true),
    /** A defect on the server; the log there has the cause. */
    INTERNAL(false);

    private final boolean retryable;

    ErrorCode(boolean retryable) {
        this.retryable = retryable;
    }

    /** Whether the same request may succeed later without being changed. */
    public boolean retryable() {
        return retryable;
    }
}
