package io.imbed;

/** Where an operation came from. */
public enum Origin {
    /** A client's request. */
    CLIENT,
    /** The host's own call. */
    HOST,
    /** The host's own call, made while one of its hooks ran. */
    HOOK
}
