package io.imbed.transport.servlet;

import io.imbed.protocol.CloseReason;
import io.imbed.spi.Batch;
import io.imbed.spi.Connection;

/** A connection of this transport's. */
interface ServletConnection extends Connection {
    /** As {@link #write(Batch)}; takes over one reference of its batch. */
    void write(SharedText text);

    @Override
    default void write(Batch batch) {
        write(new SharedText(batch));
    }

    /** Ends it now, whatever still waits. A second call does nothing. */
    void cut(CloseReason reason);
}
