package io.imbed.protocol;

/** The answer is no, and what was asked will never appear. Asking the same again gives the same answer. */
public final class RefusedException extends ImException {
    private static final long serialVersionUID = 1L;

    public RefusedException(ErrorCode code, String message) {
        super(code, message);
    }
}
