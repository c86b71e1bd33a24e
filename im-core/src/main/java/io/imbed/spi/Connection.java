package io.imbed.spi;

import io.imbed.protocol.CloseReason;

/**
 * One transport link to a client. Threads: any thread calls any method; none blocks.
 *
 * <p>Equality is identity.
 */
public interface Connection {
    /** Names it in logs; unique within the process. */
    String id();

    /** What is known of the client from the moment it connected. */
    Handshake handshake();

    /** The wire it came by. */
    Transport transport();

    /** As {@link Transport#write} to this connection alone. */
    void write(Batch batch);

    /**
     * Whether little enough is waiting that more should be written now. If false, the engine keeps what comes next in
     * the connection's outbox until {@link Inbound#onWritable}, which the transport calls whenever this turns true
     * again. A connection that has ended is writable: what is written to it is dropped.
     */
    boolean isWritable();

    /**
     * Bytes accepted but not yet handed to the operating system, this wire's framing left out; on a wire that repeats
     * what was lost, also what it keeps for that.
     */
    long pendingBytes();

    /** Asks the peer for a sign of life, if {@link Transport.Capabilities#protocolPing}. */
    void ping();

    /**
     * Ends the connection after what was written before. A peer that does not take it is cut after a time of the
     * transport's. A second call does nothing. {@link Inbound#onClosed} follows.
     */
    void close(CloseReason reason);
}
