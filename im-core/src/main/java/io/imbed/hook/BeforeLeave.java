package io.imbed.hook;

/** Asked before a member leaves by itself. */
@FunctionalInterface
public non-sealed interface BeforeLeave extends Hook {
    Verdict.Decision beforeLeave(Attempt.Leave attempt) throws Exception;
}
