package io.imbed.hook;

/** Told, besides {@link MemberLeft}, when a member was removed by somebody else, banned or not. */
@FunctionalInterface
public non-sealed interface MemberKicked extends Hook {
    void memberKicked(Occurrence.Member member) throws Exception;
}
