package io.imbed.hook;

/** Asked before a reaction is added to a message or taken back, if the user may. */
@FunctionalInterface
public non-sealed interface BeforeReact extends Hook {
    Verdict.Decision beforeReact(Attempt.React attempt) throws Exception;
}
