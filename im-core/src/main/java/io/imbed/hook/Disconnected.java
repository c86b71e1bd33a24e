package io.imbed.hook;

/** Told when a session has ended. */
@FunctionalInterface
public non-sealed interface Disconnected extends Hook {
    void disconnected(Occurrence.Session session) throws Exception;
}
