package io.imbed.protocol;

/** What of a room its member wants to be told when it is away. */
public enum Notify {
    ALL,
    /** Messages that mention it. */
    MENTIONS,
    NOTHING
}
