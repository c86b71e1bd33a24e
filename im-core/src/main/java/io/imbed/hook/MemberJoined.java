package io.imbed.hook;

/**
 * Told when a user has become a member, however: by itself, invited, or with the making of the room. Not told of those who
 * attend a LIVE room: they may be a hundred thousand.
 */
@FunctionalInterface
public non-sealed interface MemberJoined extends Hook {
    void memberJoined(Occurrence.Member member) throws Exception;
}
