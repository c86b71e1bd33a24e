package io.imbed.spi;

/** What must still be so when an entry is applied. */
public sealed interface Guard {
    /** The room does not exist; the entry makes it. */
    record Absent() implements Guard {}

    /** The room is in this life, and its policy version is this. */
    record At(String epoch, long policy) implements Guard {}

    /** Holds never: the entry only asks whether its message was stored before. */
    record Never() implements Guard {}
}
