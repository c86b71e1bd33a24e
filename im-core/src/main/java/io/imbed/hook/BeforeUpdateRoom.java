package io.imbed.hook;

/** Asked before a room gets another title or other settings. */
@FunctionalInterface
public non-sealed interface BeforeUpdateRoom extends Hook {
    Verdict.Decision beforeUpdateRoom(Attempt.UpdateRoom attempt) throws Exception;
}
