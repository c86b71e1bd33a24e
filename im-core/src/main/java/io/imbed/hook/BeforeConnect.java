package io.imbed.hook;

/** Asked once a client is authenticated, before its session begins. */
@FunctionalInterface
public non-sealed interface BeforeConnect extends Hook {
    Verdict.Decision beforeConnect(Attempt.Connect attempt) throws Exception;
}
