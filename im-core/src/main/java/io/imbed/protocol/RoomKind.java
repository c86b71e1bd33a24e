package io.imbed.protocol;

/** What sort of room: who may find, join and read it. */
public enum RoomKind {
    /** Two users, one room a pair; neither can leave. */
    DIRECT,
    /** Invited members; to anyone else it does not exist. */
    GROUP,
    /** Anyone may find and join; only members read. */
    CHANNEL,
    /**
     * Anyone may find and attend; a session attends from its join until it leaves or ends. Nothing of that is stored or
     * told, but how many attend; only those who run the room are members.
     */
    LIVE;

    /** Whether anyone may know of such a room, and come in. */
    public boolean isOpen() {
        return this == CHANNEL || this == LIVE;
    }
}
