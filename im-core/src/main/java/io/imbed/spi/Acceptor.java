package io.imbed.spi;

import io.imbed.Limits;
import org.jspecify.annotations.Nullable;

/** The engine's door. Threads: any; never blocks. */
public interface Acceptor {
    /**
     * Whether a client may connect at all, asked before the upgrade so that a refusal costs little: draining, too many
     * connections in all or from one address. The transport has checked the origin before.
     *
     * @return null if it may
     */
    @Nullable Refusal refuse(Handshake handshake);

    /** Takes over an open connection. Everything that arrives on it goes to the returned object. */
    Inbound accept(Connection connection);

    /** What a wire must know to bound it by itself: sizes of a frame and of a handshake, time to show one, counts. */
    default Limits limits() {
        return Limits.defaults();
    }

    /** Name of the server, for the names of threads: {@code im-<instance>-ws-io-0}. */
    default String instance() {
        return "chat";
    }

    /** Why a client may not connect, as an HTTP status such as 403, 429 or 503. */
    record Refusal(int status, String text) {}
}
