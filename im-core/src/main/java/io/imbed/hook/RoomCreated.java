package io.imbed.hook;

/** Told when a room was made. */
@FunctionalInterface
public non-sealed interface RoomCreated extends Hook {
    void roomCreated(Occurrence.Room room) throws Exception;
}
