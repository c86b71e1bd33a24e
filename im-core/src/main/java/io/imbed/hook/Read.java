package io.imbed.hook;

/**
 * Told when a member's read mark has moved, by a client that said so; not by its own sends. Marks that move at once are
 * told once, as they are then.
 */
@FunctionalInterface
public non-sealed interface Read extends Hook {
    void read(Occurrence.Mark mark) throws Exception;
}
