package io.imbed.protocol;

/**
 * Root of every exception that Imbed's server API and client hand to their caller. There is one final subclass for each
 * thing a caller can act on: {@link MalformedFrameException}, {@link RefusedException}, {@link UnavailableException}.
 *
 * <p>The message names the value and the limit, and never holds a token or a message body.
 */
public abstract class ImException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    ImException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    /** What went wrong, for a program; {@link #getMessage()} is for a person. */
    public final ErrorCode code() {
        return code;
    }
}
