package io.imbed.store.jdbc;

import io.imbed.spi.Scheduler;
import io.imbed.testkit.ManualClock;
import io.imbed.testkit.ManualScheduler;
import java.time.Duration;
import java.util.concurrent.Executor;

/** A storage's threads in a test's hands: everything is done at once, by whoever asks for it, and time stands still. */
final class DirectThreads implements StoreThreads {
    private final ManualScheduler time = new ManualScheduler(new ManualClock());

    /** Lets time pass; what falls due on the way is done. */
    void advance(Duration by) {
        time.advance(by);
    }

    /** How many alarms are set. */
    int waiting() {
        return time.waiting();
    }

    @Override
    public Scheduler scheduler() {
        return time;
    }

    @Override
    public Executor writer() {
        return Runnable::run;
    }

    @Override
    public Executor readers() {
        return Runnable::run;
    }

    @Override
    public Executor pending() {
        return Runnable::run;
    }

    @Override
    public void close() {}
}
