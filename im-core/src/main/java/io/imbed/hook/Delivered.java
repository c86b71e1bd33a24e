package io.imbed.hook;

/** As {@link Read} for delivered marks; not told where the read mark has moved as far, since what is read is delivered. */
@FunctionalInterface
public non-sealed interface Delivered extends Hook {
    void delivered(Occurrence.Mark mark) throws Exception;
}
