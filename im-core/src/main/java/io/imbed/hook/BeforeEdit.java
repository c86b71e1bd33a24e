package io.imbed.hook;

/** Asked before a message gets another content, if whoever edits it may. May replace content and mentions. */
@FunctionalInterface
public non-sealed interface BeforeEdit extends Hook {
    Verdict beforeEdit(Attempt.Edit attempt) throws Exception;
}
