package io.imbed.hook;

/** Told of every reaction this node has committed, or its end, once. */
@FunctionalInterface
public non-sealed interface Reacted extends Hook {
    void reacted(Occurrence.Reacted reaction) throws Exception;
}
