package io.imbed.protocol;

/** What sort of room: who may find, join and read it. */
public enum RoomKind {
    /** Two users, one room a pair; neither can leave. */
    DIRECT,
    /** Invited members; to anyone else it does not exist. */
    GROUP,
    /** Anyone may find and join; only members read. */
    CHANNEL
}
