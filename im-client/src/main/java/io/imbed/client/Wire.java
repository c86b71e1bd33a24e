package io.imbed.client;

import io.imbed.protocol.CloseReason;
import java.net.URI;

/**
 * What carries the client's lines. {@link WebSocketWire} is the default; a test joins client and server in memory.
 *
 * <p>Threads: {@link #connect} and {@link Connection} are called on the client's executor and must not block; the
 * listener may be called from any thread, one call at a time, and never blocks.
 */
@FunctionalInterface
public interface Wire {
    /** Begins to open one connection; what becomes of it the listener is told, also from within this call. */
    Connection connect(URI uri, Listener listener);

    /** One connection, open or being opened. */
    interface Connection {
        /** Sends one carrier unit, one or more lines. Called after {@link Listener#onOpen}; dropped once it has ended. */
        void send(String unit);

        /** Ends it in the wire's orderly way, after what was sent; {@link Listener#onClosed} follows. A second call does nothing. */
        void close();

        /** Ends it at once, without a word to the peer, who may be dead. A second call does nothing. */
        void abort();
    }

    /** Gets what happens on one connection. */
    interface Listener {
        /** Lines may be sent. Called at most once. */
        void onOpen();

        /** One carrier unit arrived. */
        void onText(String unit);

        /** A sign of life that carries nothing, such as a ping of the wire's own. */
        void onAlive();

        /** It has ended, or could not be opened. Called once, and last. */
        void onClosed(CloseReason reason);
    }
}
