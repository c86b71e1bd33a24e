package io.imbed.examples.chat;

import io.imbed.client.ConnectionStatus;
import io.imbed.client.ConnectionStatus.State;
import java.time.Duration;
import java.util.Optional;

/** Says what a person wants to know of a connection's ups and downs. Threads: one. */
final class ConnectionNotices {
    private boolean connectedBefore;
    private boolean away;

    /** A sentence, if there is something to say. */
    Optional<String> on(ConnectionStatus status) {
        if (status.state() == State.CONNECTED) {
            boolean back = away;
            connectedBefore = true;
            away = false;
            return back ? Optional.of("back") : Optional.empty();
        }
        Duration retryIn = status.retryIn();
        if (status.state() == State.DISCONNECTED || retryIn == null) return Optional.empty();
        String what = away ? "still no connection" : connectedBefore ? "connection lost" : "no connection";
        away = true;
        return Optional.of(what + why(status) + ", trying again in " + seconds(retryIn) + " s");
    }

    private static String why(ConnectionStatus status) {
        ConnectionStatus.Reason reason = status.reason();
        return reason == null || reason.code() == 1006 ? "" : " (" + reason.text() + ")";
    }

    /** Whole seconds, none of them promised too early. */
    private static long seconds(Duration duration) {
        return Math.max(1, (duration.toMillis() + 999) / 1_000);
    }
}
