package io.imbed.hook;

/**
 * Asked once a client is authenticated, before its session begins. Of what it throws the messages are not logged: they may
 * quote the handshake.
 */
@FunctionalInterface
public non-sealed interface BeforeConnect extends Hook {
    Verdict.Decision beforeConnect(Attempt.Connect attempt) throws Exception;
}
