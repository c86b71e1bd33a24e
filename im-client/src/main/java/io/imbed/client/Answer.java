package io.imbed.client;

import io.imbed.protocol.Result;
import io.imbed.protocol.ServerFrame.ErrorReply;

/** What becomes of one request on one connection; exactly one of the three, on the client's executor. */
interface Answer<R extends Result> {
    void done(R result);

    void refused(ErrorReply error);

    /** The connection ended first. If the request had been {@code sent}, it may have happened all the same. */
    default void lost(boolean sent) {}
}
