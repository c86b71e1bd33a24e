package io.imbed.transport.ws;

import io.imbed.protocol.CloseReason;

/** A client broke the rules of WebSocket; the connection ends with {@link #reason}. */
final class BrokenFrameException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int PROTOCOL_ERROR = 1002;

    private final transient CloseReason reason;

    BrokenFrameException(CloseReason reason) {
        // No stack trace: it says nothing, and whoever floods us with broken frames should not make us draw one each.
        super(reason.text(), null, false, false);
        this.reason = reason;
    }

    static BrokenFrameException protocol(String text) {
        return new BrokenFrameException(new CloseReason(PROTOCOL_ERROR, text));
    }

    CloseReason reason() {
        return reason;
    }
}
