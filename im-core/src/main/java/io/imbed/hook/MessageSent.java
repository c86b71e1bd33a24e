package io.imbed.hook;

/** Told of every message this node has committed, once; not again for a duplicate. */
@FunctionalInterface
public non-sealed interface MessageSent extends Hook {
    void messageSent(Occurrence.Sent sent) throws Exception;
}
