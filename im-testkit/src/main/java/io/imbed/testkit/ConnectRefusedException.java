package io.imbed.testkit;

/** A client that was not let in. */
public final class ConnectRefusedException extends RuntimeException {
    /** Where nobody listens. */
    public static final int NOBODY_LISTENS = 0;

    private static final long serialVersionUID = 1;

    private final int status;

    /** @param status an HTTP status, or {@link #NOBODY_LISTENS} */
    public ConnectRefusedException(int status, String text) {
        super(text);
        this.status = status;
    }

    /** The HTTP status that a real wire would have answered, or {@link #NOBODY_LISTENS}. */
    public int status() {
        return status;
    }
}
