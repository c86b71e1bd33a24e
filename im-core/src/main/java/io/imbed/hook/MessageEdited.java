package io.imbed.hook;

/** Told of every edit this node has committed, once. */
@FunctionalInterface
public non-sealed interface MessageEdited extends Hook {
    void messageEdited(Occurrence.Edited edited) throws Exception;
}
