package io.imbed.hook;

/** Told when a room has got another title or other settings. */
@FunctionalInterface
public non-sealed interface RoomUpdated extends Hook {
    void roomUpdated(Occurrence.Updated room) throws Exception;
}
