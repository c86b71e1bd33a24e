package io.imbed.hook;

/**
 * Told when a request of a client was refused, by Imbed's rules or the host's: for audits and abuse detection. Not of
 * lines that could not be read, nor where the outcome is unknown; of requests over a rate one a second and session.
 */
@FunctionalInterface
public non-sealed interface Denied extends Hook {
    void denied(Occurrence.Denied refusal) throws Exception;
}
