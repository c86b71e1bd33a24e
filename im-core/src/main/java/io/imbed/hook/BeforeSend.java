package io.imbed.hook;

/** Asked for every message that its sender may send, before it is stored. May replace the draft. */
@FunctionalInterface
public non-sealed interface BeforeSend extends Hook {
    Verdict beforeSend(Attempt.Send attempt) throws Exception;
}
