package io.imbed.hook;

/**
 * Told when a membership has ended, however; {@link MemberKicked} tells whether somebody else ended it. Not told of those
 * who attend a LIVE room.
 */
@FunctionalInterface
public non-sealed interface MemberLeft extends Hook {
    void memberLeft(Occurrence.Member member) throws Exception;
}
