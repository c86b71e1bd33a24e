package io.imbed.hook;

/**
 * Told of a message together with members whom it did not reach, because they have no session on this node: push goes
 * here. Members come in calls of at most 100, without the sender and without those who joined after the message; no call
 * if there are none. Not told in rooms of more than {@link io.imbed.Limits.Presence#offlineMembers} members.
 *
 * <p>Whoever wants to be told of mentions only ({@link io.imbed.protocol.Notify}) is named for those alone, and whoever
 * wants nothing never.
 */
@FunctionalInterface
public non-sealed interface Offline extends Hook {
    void offline(Occurrence.Offline missed) throws Exception;
}
