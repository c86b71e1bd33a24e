package io.imbed.testkit;

import io.imbed.Limits;
import io.imbed.spi.Acceptor;
import io.imbed.spi.Connection;
import io.imbed.spi.Handshake;
import io.imbed.spi.Inbound;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An engine for tests of a wire: does as it is told and remembers what it hears. Threads: any. */
public final class ScriptedAcceptor implements Acceptor {
    private final BlockingQueue<EngineEnd> accepted = new LinkedBlockingQueue<>();
    private final Limits limits;
    private int acceptances; // guarded by this

    private volatile @Nullable Refusal refusal;
    private volatile Consumer<EngineEnd> greeting = end -> {};

    public ScriptedAcceptor(Limits limits) {
        this.limits = limits;
    }

    /** Refuses everybody from now on. */
    public void refuseAll(Refusal with) {
        refusal = with;
    }

    /** Lets everybody in again, as it does at first. */
    public void admitAll() {
        refusal = null;
    }

    /** Does this with each connection before the call that accepts it returns. */
    public void greetEachWith(Consumer<EngineEnd> action) {
        greeting = action;
    }

    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public String instance() {
        return "contract";
    }

    @Override
    public @Nullable Refusal refuse(Handshake handshake) {
        return refusal;
    }

    @Override
    public Inbound accept(Connection connection) {
        EngineEnd end = new EngineEnd(connection);
        greeting.accept(end);
        synchronized (this) {
            accepted.add(end);
            acceptances++;
            notifyAll();
        }
        return end;
    }

    /** Waits until it has accepted so many, taken by {@link #next} or not. */
    public synchronized void awaitAccepted(int count) throws InterruptedException {
        long end = System.nanoTime() + TransportContract.PATIENCE.toNanos();
        while (acceptances < count) {
            long left = end - System.nanoTime();
            if (left <= 0) throw new AssertionError(acceptances + " connections were accepted, not " + count);
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** The connection accepted next. */
    public EngineEnd next() throws InterruptedException {
        EngineEnd end = accepted.poll(TransportContract.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (end == null) throw new AssertionError("no connection was accepted");
        return end;
    }
}
