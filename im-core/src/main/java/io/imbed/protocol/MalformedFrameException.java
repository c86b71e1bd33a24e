package io.imbed.protocol;

/** A line is not a frame of the protocol, or an argument is outside its limits. Sending it again cannot help. */
public final class MalformedFrameException extends ImException {
    private static final long serialVersionUID = 1L;

    private final long id;

    /** @param id the request's id, or 0 where none could be read */
    public MalformedFrameException(long id, ErrorCode code, String message) {
        super(code, message);
        this.id = id;
    }

    public MalformedFrameException(String message) {
        this(0, ErrorCode.BAD_REQUEST, message);
    }

    /** The id of the request that is malformed, or 0 where none could be read. */
    public long id() {
        return id;
    }

    /** The same failure, known to belong to the request with this id. */
    public MalformedFrameException of(long requestId) {
        return id == requestId ? this : new MalformedFrameException(requestId, code(), String.valueOf(getMessage()));
    }
}
