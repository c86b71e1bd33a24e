package io.imbed.hook;

/** Told when a user has become a member. */
@FunctionalInterface
public non-sealed interface MemberJoined extends Hook {
    void memberJoined(Occurrence.Member member) throws Exception;
}
