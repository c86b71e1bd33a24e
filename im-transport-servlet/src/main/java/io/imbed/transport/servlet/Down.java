package io.imbed.transport.servlet;

/** A request by which a client takes what is written to its connection: a poll or an event stream. Threads: any. */
interface Down {
    /** There is something to take, or the connection is about to end. Only starts what is to be done. */
    void wake();

    /** Asks for a sign of life; false if there is nothing to ask, because the request itself is one. */
    boolean ping();

    /** Another request has taken its place. */
    void replaced();

    /** The connection has ended. */
    void ended();

    /** Whether it goes on after something was taken, without the client saying what it has. */
    boolean isStream();
}
