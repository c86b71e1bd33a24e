package io.imbed.spi;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * Time, chance and threads: all that the engine takes from outside. Under a manual environment ({@code im-testkit}) a
 * whole server runs on one thread, reproducibly from a seed.
 */
public interface Environment extends AutoCloseable {
    /** Wall-clock time, for what people and rows see. */
    Clock clock();

    /** Timers, and the monotonic clock for rates and time-outs. */
    Scheduler scheduler();

    /** Source of ids and jitter; must be unpredictable in production. */
    RandomGenerator random();

    /** Runs sessions: decoding, routing. Tasks do not block. */
    Executor worker();

    /** Runs code of the host that may block: hooks, policies, listeners. */
    Executor hooks();

    /** For each lane, of which there is at least one, an executor that runs one task at a time, in order. Tasks never block. */
    List<Executor> lanes();

    /** Ends the threads this environment started; tasks that wait are dropped. A second call does nothing. */
    @Override
    void close();
}
