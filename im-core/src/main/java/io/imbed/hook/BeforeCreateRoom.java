package io.imbed.hook;

/** Asked before a room is made. */
@FunctionalInterface
public non-sealed interface BeforeCreateRoom extends Hook {
    Verdict.Decision beforeCreateRoom(Attempt.CreateRoom attempt) throws Exception;
}
