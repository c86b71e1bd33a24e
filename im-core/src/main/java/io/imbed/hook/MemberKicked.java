package io.imbed.hook;

/**
 * Told, besides {@link MemberLeft}, when a member was removed by somebody else, banned or not; also when somebody who
 * attended a LIVE room was, and then alone.
 */
@FunctionalInterface
public non-sealed interface MemberKicked extends Hook {
    void memberKicked(Occurrence.Member member) throws Exception;
}
