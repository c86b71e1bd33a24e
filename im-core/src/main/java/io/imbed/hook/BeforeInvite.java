package io.imbed.hook;

/**
 * Asked before a user is made a member by somebody else; {@link BeforeJoin} is asked after it. Whoever is in a room from its
 * making was not invited.
 */
@FunctionalInterface
public non-sealed interface BeforeInvite extends Hook {
    Verdict.Decision beforeInvite(Attempt.Invite attempt) throws Exception;
}
