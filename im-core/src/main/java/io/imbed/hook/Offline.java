package io.imbed.hook;

/**
 * Told of a message together with members whom it did not reach, because they have no session on this node: push goes
 * here. Members come in calls of at most 100, without the sender and without those who joined after the message; no call
 * if there are none. Not told in rooms of more than {@link io.imbed.Limits.Presence#offlineMembers} members.
 *
 * <p>It obeys nothing else yet: what users want to be notified of is for the host to know.
 */
@FunctionalInterface
public non-sealed interface Offline extends Hook {
    void offline(Occurrence.Offline missed) throws Exception;
}
