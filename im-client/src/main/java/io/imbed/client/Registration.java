package io.imbed.client;

/** A listener's place. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
    /** No call begins after this returns on the client's executor; elsewhere one may be running. A second call does nothing. */
    @Override
    void close();
}
