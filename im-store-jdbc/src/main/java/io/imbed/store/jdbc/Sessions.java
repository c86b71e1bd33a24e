package io.imbed.store.jdbc;

/** Where connections come from. Threads: any. */
interface Sessions {
    /** A connection for the thread that asks, until it gives it back. */
    Session take();

    /** Gives a connection back; one that is not sound, whose state is unknown, is closed. */
    void give(Session session, boolean sound);
}
