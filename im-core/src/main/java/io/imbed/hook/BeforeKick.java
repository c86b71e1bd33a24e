package io.imbed.hook;

/** Asked before a member is removed, or a user banned. */
@FunctionalInterface
public non-sealed interface BeforeKick extends Hook {
    Verdict.Decision beforeKick(Attempt.Kick attempt) throws Exception;
}
