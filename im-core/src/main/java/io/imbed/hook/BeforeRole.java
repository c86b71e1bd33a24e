package io.imbed.hook;

/** Asked before a member gets another role. Whoever succeeds the last owner is not asked about: somebody must. */
@FunctionalInterface
public non-sealed interface BeforeRole extends Hook {
    Verdict.Decision beforeRole(Attempt.Role attempt) throws Exception;
}
