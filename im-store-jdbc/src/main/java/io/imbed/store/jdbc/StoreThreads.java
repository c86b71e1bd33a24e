package io.imbed.store.jdbc;

import io.imbed.spi.Scheduler;
import java.util.concurrent.Executor;

/**
 * Time and threads of one storage: all that it takes from outside beside the database. Other than the engine's, its threads
 * block. A test gives its own and has time in its hands.
 */
interface StoreThreads extends AutoCloseable {
    /** Timers, and the monotonic clock of time limits. */
    Scheduler scheduler();

    /** One thread, which appends. */
    Executor writer();

    /** As many threads as reads run at once. */
    Executor readers();

    /** One thread, for what the host's pending sends need written. */
    Executor pending();

    /** Ends the threads, once what waits for them is done. A second call does nothing. */
    @Override
    void close();
}
