package io.imbed.hook;

/** Told when a session has begun. */
@FunctionalInterface
public non-sealed interface Connected extends Hook {
    void connected(Occurrence.Session session) throws Exception;
}
