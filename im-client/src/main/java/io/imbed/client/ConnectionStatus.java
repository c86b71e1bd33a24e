package io.imbed.client;

import io.imbed.protocol.CloseReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the client stands with the server.
 *
 * @param attempt how often it has tried to connect since it was last connected for a stable minute, 0 for not yet
 * @param retryIn while it waits to try again: how long, counted from when this status was reported
 * @param reason why the last connection or attempt ended, or null
 */
public record ConnectionStatus(
        State state,
        int attempt,
        @Nullable Duration retryIn,
        @Nullable Reason reason) {
    static final ConnectionStatus INITIAL = new ConnectionStatus(State.DISCONNECTED, 0, null, null);

    /** The states of a client. */
    public enum State {
        /** Not connected and not trying to: before connect, after disconnect, or because the server said no. */
        DISCONNECTED,
        /** On the way: getting a token, opening, waiting for the reply to hello, or waiting to try again. */
        CONNECTING,
        /** The server has answered hello. */
        CONNECTED
    }

    /**
     * @param code a close code, see {@link CloseReason}
     * @param text for a person
     * @param terminal whether the client has given up; {@link ImClient#connect} starts it again
     */
    public record Reason(int code, String text, boolean terminal) {
        static Reason of(CloseReason reason, boolean terminal) {
            return new Reason(reason.code(), reason.text(), terminal);
        }
    }

    public boolean isConnected() {
        return state == State.CONNECTED;
    }
}
