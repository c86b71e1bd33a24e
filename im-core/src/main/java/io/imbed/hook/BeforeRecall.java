package io.imbed.hook;

/** Asked before a message is taken back, if whoever does it may. */
@FunctionalInterface
public non-sealed interface BeforeRecall extends Hook {
    Verdict.Decision beforeRecall(Attempt.Recall attempt) throws Exception;
}
