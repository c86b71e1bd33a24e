package io.imbed.hook;

/** Told when a member has left or was removed. */
@FunctionalInterface
public non-sealed interface MemberLeft extends Hook {
    void memberLeft(Occurrence.Member member) throws Exception;
}
