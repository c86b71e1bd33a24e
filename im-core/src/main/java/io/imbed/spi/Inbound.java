package io.imbed.spi;

import io.imbed.protocol.CloseReason;

/**
 * Where a transport hands over what happens on one connection. No method blocks, calls code of the host or throws. A short
 * line is decoded and routed within the call, which takes some microseconds; all else is done elsewhere.
 *
 * <p>Threads: {@link #onText} one call at a time, in the order of arrival; the others may overlap it.
 */
public interface Inbound {
    /** One carrier unit arrived: one or more lines. The transport has checked its size and that it is UTF-8. */
    void onText(String unit);

    /**
     * What arrived of a message that is not complete yet has come to so many bytes; 0 once it is complete. The engine
     * counts them with all else that waits, and closes whoever holds most when it is too much together. What is held of a
     * connection that the engine has closed must be let go of at once.
     */
    default void onPart(int bytes) {}

    /** A sign of life that carries nothing, such as a pong. */
    void onAlive();

    /** {@link Connection#isWritable} turned true again; may also come when all that was accepted has been written. */
    void onWritable();

    /** The connection has ended, whoever ended it. Called once, and last. */
    void onClosed(CloseReason reason);
}
