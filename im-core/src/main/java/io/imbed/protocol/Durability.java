package io.imbed.protocol;

/** What an acknowledged message survives. Shown in every {@link RoomView}. */
public enum Durability {
    /** Nothing: gone when the process ends. */
    NONE,
    /** The end of the process, not the loss of the machine. */
    PROCESS,
    /** Loss of power: every acknowledged message was synced to disk first. */
    DISK
}
