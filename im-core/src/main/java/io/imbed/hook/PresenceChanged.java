package io.imbed.hook;

/**
 * Told when a user came, went, or is away: as watchers are told, so not of a reconnect. Where {@link Connected} and
 * {@link Disconnected} tell of each session, this tells of the user.
 */
@FunctionalInterface
public non-sealed interface PresenceChanged extends Hook {
    void presenceChanged(Occurrence.Presence presence) throws Exception;
}
