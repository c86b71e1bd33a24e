package io.imbed.hook;

/** Told of every recall this node has committed, once. What the message said is gone. */
@FunctionalInterface
public non-sealed interface MessageRecalled extends Hook {
    void messageRecalled(Occurrence.Recalled recalled) throws Exception;
}
