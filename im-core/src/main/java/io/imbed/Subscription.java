package io.imbed;

import java.util.concurrent.CompletionStage;

/** Something that goes on until it is closed. */
public interface Subscription extends AutoCloseable {
    /** Stops it. A call that is running may still finish. A second call does nothing. */
    @Override
    void close();

    /**
     * Completes when it has ended: normally when closed here or by the server's stop, exceptionally with
     * {@link io.imbed.protocol.RefusedException} and code GAP when the cursor is not, or no longer, good.
     */
    CompletionStage<Void> ended();
}
